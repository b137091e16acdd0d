// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import static dev.balrog.change.row.SharedColumns.CHANGE_TYPE;
import static dev.balrog.change.row.SharedColumns.COMPLETE;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.SCHEDULED_BY;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.policy.Policies;
import dev.balrog.change.policy.Policy;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.signoff.Signoffs;
import dev.balrog.change.table.AuditStamp;
import dev.balrog.change.table.Columns;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.SignoffRequirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Scheduled changes of all entities. */
public final class ScheduledChanges {
    private static final int BATCH = 500;

    private final Tables tables;
    private final Policies policies;
    private final Signoffs signoffs;
    private final ChangeListener listener;

    public ScheduledChanges(Tables tables, Policies policies, Signoffs signoffs, ChangeListener listener) {
        this.tables = tables;
        this.policies = policies;
        this.signoffs = signoffs;
        this.listener = listener;
    }

    /** Returns the scheduled change with this id. */
    public Optional<ScheduledChange> find(Entity entity, int id) {
        return load(entity, tables.scheduled(entity).select(Row.of(SC_ID, id))).stream()
                .findFirst();
    }

    /**
     * Returns scheduled changes, in the order in which they were scheduled.
     *
     * @param base required column values of the rows that they change
     * @param all whether to include complete ones
     */
    public List<ScheduledChange> list(Entity entity, Row base, boolean all) {
        VersionedTable table = tables.scheduled(entity);
        Row values = BaseColumns.write(base);
        return load(
                entity,
                table.select(
                        all ? values : values.with(COMPLETE, false),
                        table.rows().field(SC_ID)));
    }

    /** Returns whether a change of the row is pending. */
    public boolean isPending(Entity entity, Row key) {
        if (entity.conditions().isEmpty()) {
            return false;
        }
        return !tables.scheduled(entity)
                .rows()
                .selectColumns(List.of(SC_ID), pending(entity, key))
                .isEmpty();
    }

    private static Row pending(Entity entity, Row key) {
        return BaseColumns.write(key.only(entity.key())).with(COMPLETE, false);
    }

    /**
     * Drops the scheduled changes of a deleted row. Needs no permission besides that to delete the
     * row.
     */
    public void removePending(Entity entity, Row key, AuditStamp stamp) {
        for (Row pending : tables.scheduled(entity).select(pending(entity, key))) {
            remove(entity, pending.require(SC_ID), pending.dataVersion(), stamp);
        }
    }

    private List<ScheduledChange> load(Entity entity, List<Row> rows) {
        List<Integer> ids = rows.stream().map(row -> row.require(SC_ID)).toList();
        Map<Integer, Row> conditions = new HashMap<>();
        Map<Integer, Map<String, String>> given = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<Integer> batch = ids.subList(from, Math.min(from + BATCH, ids.size()));
            for (Row row : select(tables.conditions(entity), batch)) {
                conditions.put(row.require(SC_ID), row.only(Conditions.columns(entity)));
            }
            for (Row row : select(tables.signoffs(entity), batch)) {
                given.computeIfAbsent(row.require(SC_ID), _ -> new LinkedHashMap<>())
                        .put(row.require(USERNAME), row.require(ROLE));
            }
        }
        List<ScheduledChange> changes = new ArrayList<>();
        for (Row row : rows) {
            int id = row.require(SC_ID);
            changes.add(new ScheduledChange(
                    entity,
                    id,
                    ChangeType.byText(row.require(CHANGE_TYPE)).orElseThrow(),
                    row.require(SCHEDULED_BY),
                    row.isTrue(COMPLETE),
                    row.dataVersion(),
                    BaseColumns.read(row),
                    conditions.getOrDefault(id, Row.EMPTY),
                    given.getOrDefault(id, Map.of())));
        }
        return changes;
    }

    private static List<Row> select(VersionedTable table, List<Integer> ids) {
        return table.select(table.rows().field(SC_ID).in(ids));
    }

    /** Returns the signoffs that a scheduled change currently needs; none once it is complete. */
    public SignoffRequirement requiredSignoffs(ScheduledChange change, List<CountedSignoff> counted) {
        if (change.complete() || isOrphaned(change)) {
            return SignoffRequirement.NONE;
        }
        Policy policy = policies.of(change.entity());
        Proposal proposal = proposal(change, change.scheduledBy());
        return policy.requiredSignoffs(proposal, policy.protections(proposal), counted);
    }

    /**
     * Schedules a change.
     *
     * @param what key and values of the new row, the data version that it is based on, and
     *     conditions
     * @return the id of the scheduled change
     */
    public int schedule(Entity entity, ChangeType type, Row what, AuditStamp stamp) {
        if (entity.conditions().isEmpty()) {
            throw ChangeRejectedException.invalid(entity.tableName() + ": changes can't be scheduled");
        }
        Row base = Conditions.base(what);
        Row conditions = Conditions.of(what);
        Proposal proposal = checked(entity, type, base, conditions, null, stamp.who());
        Conditions.checkTime(conditions, stamp.millis());
        policies.of(entity).check(proposal);
        requireUnique(proposal, null);
        listener.found(policies.of(entity).protections(proposal));
        Row inserted = tables.scheduled(entity)
                .insert(BaseColumns.write(base).with(CHANGE_TYPE, type.text()).with(SCHEDULED_BY, stamp.who()), stamp);
        int id = inserted.require(SC_ID);
        tables.conditions(entity).insert(conditions.with(SC_ID, id), stamp);
        signoffs.forget(entity, id, stamp);
        signoffs.give(proposal, id, stamp);
        return id;
    }

    /**
     * Edits a scheduled change. Revokes the signoffs of all users except the editor, because they
     * were for the former state. An edit without changes revokes nothing and creates no new
     * version.
     *
     * @param what values of the new row, and conditions; absent columns stay unchanged
     * @param expected the data version of the scheduled change that the edit is based on
     * @return its new data version
     */
    public int edit(Entity entity, int id, Row what, int expected, AuditStamp stamp) {
        ScheduledChange change = require(entity, id, "update");
        if (retargets(change, what)) {
            // Retargeting needs the permission to drop the change, because the former row loses it.
            policies.of(entity).check(proposal(change, stamp.who()));
        }
        Edit edit = edit(change, what, stamp.who());
        Conditions.checkTime(edit.conditions, stamp.millis());
        policies.of(entity).check(edit.proposal);
        requireUnique(edit.proposal, id);
        if (edit.changesNothing()) {
            return requireVersion(change, expected);
        }
        int version = write(edit, expected, stamp);
        signoffs.giveAgain(edit.proposal, id, stamp);
        signoffs.withdrawOthers(entity, id, stamp);
        return version;
    }

    /**
     * Treats the signoffs of a scheduled change as an edit of it would, because another part of the
     * same release was edited.
     */
    public void editAlong(ScheduledChange change, AuditStamp stamp) {
        signoffs.giveAgain(proposal(change, stamp.who()), change.id(), stamp);
        signoffs.withdrawOthers(change.entity(), change.id(), stamp);
    }

    /**
     * Checks that a scheduled change does not claim a unique value, such as the alias of a rule,
     * that another row has or another scheduled change claims, because it could not be enacted.
     *
     * @param id the scheduled change; null for a new one
     */
    private void requireUnique(Proposal proposal, @Nullable Integer id) {
        if (proposal.after() != null) {
            Columns.checkUnique(tables.base(proposal.entity()), proposal.before(), proposal.requireAfter());
            requireUnreserved(proposal, id);
        }
    }

    /**
     * Checks that a direct change does not take a unique value that a scheduled change of another
     * row claims.
     */
    public void requireUnreserved(Proposal proposal) {
        if (proposal.after() != null) {
            requireUnreserved(proposal, null);
        }
    }

    private void requireUnreserved(Proposal proposal, @Nullable Integer id) {
        Entity entity = proposal.entity();
        Row before = proposal.before();
        if (entity.conditions().isEmpty()) {
            return;
        }
        for (Row claimed : Columns.newUniqueValues(tables.base(entity), before, proposal.requireAfter())) {
            tables.scheduled(entity).select(BaseColumns.write(claimed).with(COMPLETE, false)).stream()
                    .filter(row -> !row.require(SC_ID).equals(id))
                    .filter(row -> before == null || !isOf(entity, row, before))
                    .findFirst()
                    .ifPresent(row -> {
                        throw ChangeRejectedException.invalid(Columns.describe(claimed)
                                + " is claimed by the scheduled change " + row.require(SC_ID));
                    });
        }
    }

    private static boolean isOf(Entity entity, Row scheduled, Row row) {
        return entity.key().stream()
                .allMatch(
                        column -> Objects.equals(scheduled.value(BaseColumns.name(column.getName())), row.get(column)));
    }

    /** Returns whether an edit makes the change one of another row or product. */
    private static boolean retargets(ScheduledChange change, Row what) {
        List<Field<?>> place = Stream.concat(change.entity().key().stream(), Stream.of(PRODUCT))
                .toList();
        return !change.base().differences(what.only(place)).columns().isEmpty();
    }

    /**
     * Edit of a scheduled change.
     *
     * @param what changed values of the new row
     * @param conditions all conditions after the edit
     * @param proposal outcome after the edit
     */
    private record Edit(ScheduledChange change, Row what, Row conditions, Proposal proposal) {
        boolean changesNothing() {
            return change.base().differences(what).columns().isEmpty()
                    && change.conditions().differences(conditions).columns().isEmpty();
        }
    }

    private static int requireVersion(ScheduledChange change, int expected) {
        if (expected != change.dataVersion()) {
            throw new ChangeRejectedException(new ChangeRejection.Outdated(
                    "Failed to update row, old_data_version doesn't match current data_version"));
        }
        return expected;
    }

    private Edit edit(ScheduledChange change, Row what, String who) {
        Row newBase = Conditions.base(what);
        Row base = change.base().with(newBase);
        Row conditions = change.conditions().with(Conditions.of(what));
        Proposal proposal = checked(change.entity(), change.type(), base, conditions, change.id(), who);
        return new Edit(change, newBase, conditions, proposal);
    }

    private int write(Edit edit, int expected, AuditStamp stamp) {
        Entity entity = edit.change.entity();
        int id = edit.change.id();
        VersionedTable conditionTable = tables.conditions(entity);
        Row oldConditions = conditionTable.find(Row.of(SC_ID, id)).orElseThrow();
        conditionTable.remember(conditionTable.update(oldConditions, edit.conditions, expected), stamp);
        VersionedTable table = tables.scheduled(entity);
        Row current = table.find(Row.of(SC_ID, id)).orElseThrow();
        Row updated = table.update(current, BaseColumns.write(edit.what).with(SCHEDULED_BY, stamp.who()), expected);
        table.remember(updated, stamp);
        return updated.dataVersion();
    }

    /** Drops a scheduled change. */
    public void drop(Entity entity, int id, int expected, AuditStamp stamp) {
        policies.of(entity).check(proposal(require(entity, id, "delete"), stamp.who()));
        remove(entity, id, expected, stamp);
    }

    /**
     * Removes a scheduled change together with its row. Needs no permission besides that to delete
     * the row.
     */
    public void remove(Entity entity, int id, int expected, AuditStamp stamp) {
        VersionedTable table = tables.scheduled(entity);
        table.delete(table.find(Row.of(SC_ID, id)).orElseThrow(), expected, stamp);
        VersionedTable conditions = tables.conditions(entity);
        conditions.delete(conditions.find(Row.of(SC_ID, id)).orElseThrow(), expected, stamp);
        signoffs.unbind(entity, id);
    }

    /**
     * Marks a scheduled change as complete before it is executed, so that the change of the row is
     * not merged into it.
     *
     * @return the change to execute
     */
    public Proposal complete(ScheduledChange change, long millis) {
        Entity entity = change.entity();
        AuditStamp stamp = new AuditStamp(change.scheduledBy(), millis);
        VersionedTable conditions = tables.conditions(entity);
        Row waitedFor = conditions.find(Row.of(SC_ID, change.id())).orElseThrow();
        conditions.remember(conditions.update(waitedFor, Row.EMPTY, change.dataVersion()), stamp);
        VersionedTable table = tables.scheduled(entity);
        Row current = table.find(Row.of(SC_ID, change.id())).orElseThrow();
        table.remember(table.update(current, Row.of(COMPLETE, true), change.dataVersion()), stamp);
        return proposal(change, change.scheduledBy());
    }

    /**
     * Merges a direct change of a row into the scheduled changes of that row, and revokes all of
     * their signoffs, because no user has signed off the merged outcome, not even the user who
     * scheduled it. Does not check whether the scheduled changes are still allowed or their time
     * has passed: that would block an allowed direct change, and is checked on enactment.
     *
     * @param before the row before the direct change
     * @param what the changed columns, including the data version
     */
    public void merge(Entity entity, Row before, Row what, long millis) {
        if (entity.conditions().isEmpty()) {
            return;
        }
        for (ScheduledChange change : load(entity, tables.scheduled(entity).select(pending(entity, before)))) {
            for (String column : what.columns()) {
                if (!Objects.equals(change.base().value(column), before.value(column))) {
                    throw new ChangeRejectedException(
                            new ChangeRejection.MergeConflict("Cannot safely merge change to '" + column
                                    + "' with scheduled change '" + change.id() + "'"));
                }
            }
            AuditStamp stamp = new AuditStamp(change.scheduledBy(), millis);
            write(edit(change, what, stamp.who()), change.dataVersion(), stamp);
            signoffs.forget(entity, change.id(), stamp);
        }
    }

    /** Returns a scheduled change; rejects a missing or complete one. */
    public ScheduledChange require(Entity entity, int id, String action) {
        ScheduledChange change = find(entity, id)
                .orElseThrow(() ->
                        new ChangeRejectedException(new ChangeRejection.Missing("Scheduled change does not exist")));
        if (change.complete()) {
            throw ChangeRejectedException.invalid("Scheduled change already completed. Cannot " + action + " now.");
        }
        return change;
    }

    /** Returns the outcome of a change, after the checks that don't depend on its author. */
    private Proposal checked(
            Entity entity, ChangeType type, Row base, Row conditions, @Nullable Integer id, String who) {
        Columns.checkLengths(tables.base(entity).rows(), base);
        if (type != ChangeType.INSERT || !entity.generatesKey()) {
            for (Field<?> column : entity.key()) {
                if (!base.hasValue(column)) {
                    throw ChangeRejectedException.invalid("Missing primary key column '" + column.getName() + "'");
                }
            }
        }
        Optional<Row> before = type == ChangeType.INSERT && entity.generatesKey()
                ? Optional.empty()
                : tables.base(entity).find(base);
        switch (type) {
            case INSERT -> {
                if (before.isPresent()) {
                    throw ChangeRejectedException.invalid("Cannot schedule change for duplicate PK");
                }
            }
            case UPDATE -> {
                if (before.isEmpty()) {
                    throw ChangeRejectedException.invalid(
                            "Cannot create scheduled change with data_version for non-existent row");
                }
                Integer expected = base.get(DATA_VERSION);
                if (expected == null || expected != before.get().dataVersion()) {
                    throw new ChangeRejectedException(new ChangeRejection.Outdated(
                            "Wrong data_version given for base table, cannot create scheduled change."));
                }
            }
            case DELETE -> {
                if (before.isEmpty()) {
                    throw ChangeRejectedException.invalid("Cannot schedule the deletion of a row that does not exist");
                }
            }
        }
        if (id == null && !(type == ChangeType.INSERT && entity.generatesKey()) && isPending(entity, base)) {
            throw new ChangeRejectedException(new ChangeRejection.ChangeScheduled(
                    "Cannot schedule a change for a row with one already scheduled"));
        }
        Conditions.check(entity, conditions);
        return proposal(entity, type, before.orElse(null), base, who);
    }

    /** Returns whether the row was deleted, which can only happen outside this engine. */
    private boolean isOrphaned(ScheduledChange change) {
        return change.type() != ChangeType.INSERT
                && tables.base(change.entity()).find(change.base()).isEmpty();
    }

    /** Returns the outcome of a scheduled change; empty if its row has changed or was deleted. */
    public Optional<Proposal> outcome(ScheduledChange change) {
        if (isOrphaned(change)) {
            return Optional.empty();
        }
        Proposal proposal = proposal(change, change.scheduledBy());
        Row before = proposal.before();
        boolean outdated = before != null
                && !Objects.equals(before.get(DATA_VERSION), change.base().get(DATA_VERSION));
        return outdated ? Optional.empty() : Optional.of(proposal);
    }

    /** Returns the proposal of a scheduled change; empty if its row was deleted. */
    public Optional<Proposal> proposal(ScheduledChange change) {
        Entity entity = change.entity();
        if (change.type() == ChangeType.INSERT) {
            return Optional.of(proposal(entity, ChangeType.INSERT, null, change.base(), change.scheduledBy()));
        }
        return tables.base(entity)
                .find(change.base())
                .map(before -> proposal(entity, change.type(), before, change.base(), change.scheduledBy()));
    }

    private Proposal proposal(ScheduledChange change, String who) {
        Row before = change.type() == ChangeType.INSERT
                ? null
                : tables.base(change.entity())
                        .find(change.base())
                        .orElseThrow(() -> new ChangeRejectedException(
                                new ChangeRejection.Missing("The row of the scheduled change no longer exists")));
        return proposal(change.entity(), change.type(), before, change.base(), who);
    }

    private Proposal proposal(Entity entity, ChangeType type, @Nullable Row before, Row base, String who) {
        return switch (type) {
            case INSERT -> new Proposal(entity, null, base.without(DATA_VERSION), who);
            case UPDATE -> new Proposal(entity, before, after(entity, Objects.requireNonNull(before), base), who);
            case DELETE -> new Proposal(entity, before, null, who);
        };
    }

    /**
     * Returns the new row. A scheduled change contains all columns; an absent or null column
     * becomes null if that is allowed, or else keeps its value.
     */
    private Row after(Entity entity, Row before, Row base) {
        TableWriter table = tables.base(entity).rows();
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        for (String column : before.columns()) {
            Object value = base.value(column);
            after.put(column, value == null && !isOptional(table, column) ? before.value(column) : value);
        }
        return Row.copyOf(after);
    }

    private static boolean isOptional(TableWriter table, String column) {
        return table.isNullable(column) && !column.equals(READ_ONLY.getName());
    }
}
