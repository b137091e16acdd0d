// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.simulation;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.ScheduledChanges;
import dev.balrog.change.table.Columns;
import dev.balrog.change.table.Tables;
import dev.balrog.change.table.VersionedTable;
import dev.balrog.core.change.AssetPath;
import dev.balrog.core.change.DeepMerge;
import dev.balrog.core.change.ReleaseParts;
import dev.balrog.core.release.ReleaseReader;
import dev.balrog.store.rows.RowOverlay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows as they would be after changes that are not executed. Each change sees the results of the
 * former ones. Checks that a change makes sense, but neither permissions nor signoffs: the result
 * only serves simulations.
 */
public final class ProposedRows {

    private final Tables tables;
    private final ScheduledChanges scheduled;
    private final Map<Entity, Map<Row, Optional<Row>>> rows = new HashMap<>();
    private int lastRuleId;

    public ProposedRows(Tables tables, ScheduledChanges scheduled) {
        this.tables = tables;
        this.scheduled = scheduled;
        this.lastRuleId = Math.toIntExact(tables.base(Entity.RULES).rows().largest(RULES.RULE_ID));
    }

    /**
     * Applies a change.
     *
     * @throws ChangeRejectedException if its row does not exist or has another version, if a value
     *     is missing or too long, or if it is no pending scheduled change
     */
    public void apply(SimulatedChange change) {
        switch (change) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) ->
                put(entity, changed(entity, type, row));
            case SimulatedChange.OfSplitRelease(String name, var product, ObjectNode content, boolean merge) ->
                replace(name, product, content, merge);
            case SimulatedChange.DeletionOfSplitRelease(String name) -> delete(name);
            case SimulatedChange.Scheduled(Entity entity, int id) -> apply(scheduled.require(entity, id, "simulate"));
            case SimulatedChange.ScheduledRelease(String name) -> {
                List<ScheduledChange> pending = Stream.of(Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)
                        .flatMap(entity -> scheduled.list(entity, Row.of(NAME, name), false).stream())
                        .toList();
                if (pending.isEmpty()) {
                    throw missing("Nothing is scheduled for the release " + name);
                }
                pending.forEach(this::apply);
            }
        }
    }

    /** Returns the proposed rows. */
    public RowOverlay overlay() {
        RowOverlay overlay = new RowOverlay();
        rows.forEach((entity, byKey) -> byKey.forEach((key, row) -> row.ifPresentOrElse(
                proposed -> overlay.put(entity.table(), tables.record(entity, proposed)),
                () -> overlay.delete(entity.table(), tables.record(entity, key)))));
        return overlay;
    }

    private void apply(ScheduledChange change) {
        Proposal proposal = scheduled
                .outcome(change)
                .orElseThrow(() -> new ChangeRejectedException(new ChangeRejection.Outdated(
                        "Scheduled change " + change.id() + " can't be enacted: its row was changed or deleted")));
        Row before = proposal.before();
        Row after = proposal.after();
        put(
                change.entity(),
                new Change(
                        before,
                        after == null
                                ? null
                                : before == null
                                        ? inserted(change.entity(), after)
                                        : after.with(DATA_VERSION, before.dataVersion() + 1)));
    }

    /** States of a row; null where there is none. */
    private record Change(@Nullable Row before, @Nullable Row after) {}

    private void put(Entity entity, Change change) {
        if (change.before != null) {
            rowsOf(entity).put(change.before.only(entity.key()), Optional.empty());
        }
        if (change.after != null) {
            rowsOf(entity).put(change.after.only(entity.key()), Optional.of(change.after));
        }
    }

    private Map<Row, Optional<Row>> rowsOf(Entity entity) {
        return rows.computeIfAbsent(entity, _ -> new LinkedHashMap<>());
    }

    private Optional<Row> find(Entity entity, Row row) {
        Row key = row.only(entity.key());
        Optional<Row> proposed = rowsOf(entity).get(key);
        return proposed == null ? tables.base(entity).find(key) : proposed;
    }

    private Change changed(Entity entity, ChangeType type, Row given) {
        VersionedTable table = tables.base(entity);
        Columns.checkLengths(table.rows(), given);
        if (type == ChangeType.INSERT) {
            if (!entity.generatesKey() && find(entity, given).isPresent()) {
                throw ChangeRejectedException.invalid(
                        entity.tableName() + ": " + given.only(entity.key()) + " exists already");
            }
            Row after = inserted(entity, table.rows().withDefaults(given));
            Columns.checkPresence(table, after);
            return new Change(null, after);
        }
        Row before = find(entity, given)
                .orElseThrow(() -> missing(entity.tableName() + ": there is no " + given.only(entity.key())));
        Integer expected = given.get(DATA_VERSION);
        if (expected != null && expected != before.dataVersion()) {
            throw new ChangeRejectedException(new ChangeRejection.Outdated("The data version of "
                    + given.only(entity.key()) + " is " + before.dataVersion() + ", not " + expected));
        }
        if (type == ChangeType.DELETE) {
            return new Change(before, null);
        }
        Row after = before.with(given).with(DATA_VERSION, before.dataVersion() + 1);
        Columns.checkPresence(table, after);
        return new Change(before, after);
    }

    /** Returns a new row with its version, and with a placeholder for a generated key. */
    private Row inserted(Entity entity, Row row) {
        Row versioned = row.with(DATA_VERSION, 1);
        return entity.generatesKey() ? versioned.with(RULES.RULE_ID, ++lastRuleId) : versioned;
    }

    private void replace(String name, @Nullable String product, ObjectNode content, boolean merge) {
        Optional<Row> base = find(Entity.RELEASES_JSON, Row.of(NAME, name));
        if (merge && base.isEmpty()) {
            throw missing("Release does not exist");
        }
        ObjectNode stored = data(base.orElse(Row.EMPTY));
        OptionalInt schemaVersion = ReleaseReader.schemaVersion(merge ? stored : content);
        ReleaseParts parts = ReleaseParts.split(
                content, schemaVersion.orElseThrow(() -> ChangeRejectedException.invalid("schema_version is not set")));
        Row assets = Row.of(NAME, name);
        Map<String, Row> present = new LinkedHashMap<>();
        assets(name).forEach(asset -> present.put(asset.require(RELEASE_ASSETS.PATH), asset));
        String newProduct =
                product != null ? product : base.map(row -> row.get(PRODUCT)).orElse(null);
        if (newProduct == null) {
            throw ChangeRejectedException.invalid("product is missing");
        }
        Row newBase = base.orElseGet(
                        () -> Row.of(NAME, name).with(READ_ONLY, false).with(DATA_VERSION, 0))
                .with(PRODUCT, newProduct)
                .with(DATA, merge ? DeepMerge.merge(stored, parts.base()) : parts.base());
        put(Entity.RELEASES_JSON, renewed(base.orElse(null), newBase));
        for (Map.Entry<AssetPath, JsonNode> part : parts.assets().entrySet()) {
            Row before = present.remove(part.getKey().text());
            JsonNode data = merge && before != null ? merged(before, part.getValue()) : part.getValue();
            Row asset = before == null
                    ? assets.with(RELEASE_ASSETS.PATH, part.getKey().text()).with(DATA_VERSION, 0)
                    : before;
            put(Entity.RELEASE_ASSETS, renewed(before, asset.with(DATA, data)));
        }
        if (!merge) {
            present.values().forEach(asset -> put(Entity.RELEASE_ASSETS, new Change(asset, null)));
        }
    }

    private static Change renewed(@Nullable Row before, Row after) {
        return new Change(before, after.with(DATA_VERSION, after.dataVersion() + 1));
    }

    private static JsonNode merged(Row asset, JsonNode part) {
        return part instanceof ObjectNode changes ? DeepMerge.merge(data(asset), changes) : part;
    }

    private static ObjectNode data(Row row) {
        return row.get(DATA) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private void delete(String name) {
        Row base = find(Entity.RELEASES_JSON, Row.of(NAME, name)).orElseThrow(() -> missing("Release does not exist"));
        put(Entity.RELEASES_JSON, new Change(base, null));
        assets(name).forEach(asset -> put(Entity.RELEASE_ASSETS, new Change(asset, null)));
    }

    /** Returns the assets of a release, as they are after the former changes. */
    private List<Row> assets(String name) {
        Map<Row, Row> byKey = new LinkedHashMap<>();
        tables.base(Entity.RELEASE_ASSETS)
                .select(Row.of(NAME, name))
                .forEach(asset -> byKey.put(asset.only(Entity.RELEASE_ASSETS.key()), asset));
        rowsOf(Entity.RELEASE_ASSETS).forEach((key, proposed) -> {
            if (name.equals(key.get(NAME))) {
                proposed.ifPresentOrElse(asset -> byKey.put(key, asset), () -> byKey.remove(key));
            }
        });
        return new ArrayList<>(byKey.values());
    }

    private static ChangeRejectedException missing(String reason) {
        return new ChangeRejectedException(new ChangeRejection.Missing(reason));
    }
}
