// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.COMPLETE;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SharedColumns;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.store.rows.RowOverlay;
import dev.balrog.store.rows.RuleRows;
import dev.balrog.store.snapshot.OnDemandSnapshots;
import dev.balrog.store.snapshot.ReleaseParseCache;
import dev.balrog.store.snapshot.RequestData;
import dev.balrog.store.snapshot.SimulationData;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Tables of the entities, within one transaction. */
public final class Tables {
    public static final List<Field<?>> SCHEDULED_KEY = List.of(SC_ID);
    public static final List<Field<?>> SIGNOFF_KEY = List.of(SC_ID, USERNAME);

    private final DSLContext sql;
    private final ObjectHistory objects;
    private final ChangeAudit audit;

    public Tables(DSLContext sql, ObjectHistory objects, ChangeAudit audit) {
        this.sql = sql;
        this.objects = objects;
        this.audit = audit;
    }

    /** Returns the audit records of this transaction. */
    public ChangeAudit audit() {
        return audit;
    }

    /** Returns the table of the current rows. */
    public VersionedTable base(Entity entity) {
        RowHistory history = switch (entity.history()) {
            case TABLE -> tableHistory(entity.table(), entity.key());
            case OBJECTS -> objects.of(entity);
        };
        return new VersionedTable(writer(entity.table()), entity.key(), entity.generatesKey(), history, audit);
    }

    /** Converts a row to a rule. */
    public Rule rule(Row row) {
        return RuleRows.rule(writer(Entity.RULES.table()).record(row));
    }

    /** Converts a row of an entity to a record; absent columns are null. */
    public Record record(Entity entity, Row row) {
        return writer(entity.table()).record(row);
    }

    /** Returns the data of the whole database before and after proposed rows. */
    public SimulationData simulation(RowOverlay proposed, ReleaseParseCache cache, Optional<String> product) {
        return SimulationData.read(sql, proposed, cache, product);
    }

    /** Returns what is served before and after proposed rows, read on demand. */
    public OnDemandSnapshots onDemand(RowOverlay proposed, ReleaseParseCache cache) {
        return OnDemandSnapshots.of(sql, proposed, cache);
    }

    /**
     * Returns the data that the response to a request depends on.
     *
     * @param change function from the stored rules to the rules to use; both in the order of their
     *     ids
     */
    public RequestData answering(UpdateRequest request, UnaryOperator<List<Rule>> change) {
        return RequestData.read(sql, request, change);
    }

    /** Returns the table of scheduled changes. */
    public VersionedTable scheduled(Entity entity) {
        return scheduled(entity.scheduled().changes(), SCHEDULED_KEY, true);
    }

    /** Returns the ids of the scheduled changes of an entity that are not complete. */
    public List<Integer> pendingIds(Entity entity) {
        return scheduled(entity).rows().selectColumns(SCHEDULED_KEY, Row.of(COMPLETE, false)).stream()
                .map(row -> row.require(SC_ID))
                .toList();
    }

    /** Returns the table of the conditions of scheduled changes. */
    public VersionedTable conditions(Entity entity) {
        return scheduled(entity.scheduled().conditions(), SCHEDULED_KEY, false);
    }

    /** Returns the table of the signoffs of scheduled changes. */
    public VersionedTable signoffs(Entity entity) {
        return scheduled(entity.scheduled().signoffs(), SIGNOFF_KEY, false);
    }

    /**
     * Returns the users who have signed off pending scheduled changes, by id of the change;
     * includes changes without signoffs.
     */
    public Map<Integer, Set<String>> openSignoffs(Entity entity) {
        Table<?> changes = entity.scheduled().changes();
        Table<?> given = entity.scheduled().signoffs();
        Field<Integer> id = SharedColumns.in(changes, SC_ID);
        Field<String> username = SharedColumns.in(given, USERNAME);
        Map<Integer, Set<String>> users = new LinkedHashMap<>();
        sql.select(id, username)
                .from(changes)
                .leftJoin(given)
                .on(SharedColumns.in(given, SC_ID).eq(id))
                .where(SharedColumns.in(changes, COMPLETE).isFalse())
                .orderBy(id)
                .forEach(row -> {
                    Set<String> signed = users.computeIfAbsent(row.value1(), _ -> new LinkedHashSet<>());
                    if (row.value2() != null) {
                        signed.add(row.value2());
                    }
                });
        return users;
    }

    /** Returns the history table of rows, for entities whose history is in a table. */
    public TableWriter history(Entity entity) {
        return writer(Entity.historyOf(entity.table()));
    }

    /** Returns the history table of scheduled changes. */
    public TableWriter scheduledHistory(Entity entity) {
        return writer(Entity.historyOf(entity.scheduled().changes()));
    }

    /** Returns the history table of the conditions of scheduled changes. */
    public TableWriter conditionsHistory(Entity entity) {
        return writer(Entity.historyOf(entity.scheduled().conditions()));
    }

    /** Returns the history table of signoffs. */
    public TableWriter signoffsHistory(Entity entity) {
        return writer(Entity.historyOf(entity.scheduled().signoffs()));
    }

    /** Returns the table of comments on scheduled changes. */
    public VersionedTable comments() {
        return scheduled(BALROG_CHANGE_COMMENTS, ChangeComment.KEY, false);
    }

    /** Returns the history table of comments on scheduled changes. */
    public TableWriter commentsHistory() {
        return writer(Entity.historyOf(BALROG_CHANGE_COMMENTS));
    }

    private VersionedTable scheduled(Table<?> table, List<Field<?>> key, boolean generatesKey) {
        return new VersionedTable(writer(table), key, generatesKey, tableHistory(table, key), audit);
    }

    private TableHistory tableHistory(Table<?> table, List<Field<?>> key) {
        return new TableHistory(writer(Entity.historyOf(table)), key);
    }

    private TableWriter writer(Table<?> table) {
        return new TableWriter(sql, table);
    }
}
