// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.set;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;

import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.RowInput;
import dev.balrog.change.simulation.SimulatedChange;
import dev.balrog.core.change.DataVersions;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jooq.Field;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change of a change set.
 *
 * @param what the change; not a scheduled one. The row of an update or a deletion has the data
 *     version that it is based on
 * @param expected data versions that a change of a split release is based on; none for others
 */
public record SetChange(SimulatedChange what, DataVersions expected) {
    private static final String ENTITY = "entity";
    private static final String CHANGE_TYPE = "change_type";
    private static final String ROW = "row";
    private static final String SPLIT_RELEASE = "split_release";
    private static final String PRODUCT = "product";
    private static final String CONTENT = "content";
    private static final String MERGE = "merge";
    private static final String VERSIONS = "data_versions";

    /**
     * Row that a change is for.
     *
     * @param entity entity of the row; that of the base for a split release
     */
    public record Subject(Entity entity, Row key) {
        @Override
        public String toString() {
            return noun(entity) + " "
                    + entity.key().stream()
                            .map(column -> String.valueOf(key.get(column)))
                            .collect(Collectors.joining(", "));
        }
    }

    private static String noun(Entity entity) {
        return switch (entity) {
            case RULES -> "rule";
            case RELEASES, RELEASES_JSON -> "release";
            case EMERGENCY_SHUTOFFS -> "shutoff";
            case PINNABLE_RELEASES -> "pin";
            case PRODUCT_REQUIRED_SIGNOFFS, PERMISSIONS_REQUIRED_SIGNOFFS -> "required signoff";
            case EXPECTATIONS -> "expectation";
            default -> entity.tableName();
        };
    }

    /** Returns the row that the change is for; empty for a new row whose key will be generated. */
    public Optional<Subject> subject() {
        return switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) ->
                type == ChangeType.INSERT && entity.generatesKey()
                        ? Optional.empty()
                        : Optional.of(new Subject(entity, row.only(entity.key())));
            case SimulatedChange.OfSplitRelease release ->
                Optional.of(new Subject(Entity.RELEASES_JSON, Row.of(NAME, release.name())));
            case SimulatedChange.DeletionOfSplitRelease(String name) ->
                Optional.of(new Subject(Entity.RELEASES_JSON, Row.of(NAME, name)));
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ -> throw scheduled();
        };
    }

    /** Returns what the change does, for messages. */
    String description() {
        return switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) ->
                type.text() + " of " + subject().map(Subject::toString).orElse("a " + noun(entity));
            case SimulatedChange.OfSplitRelease release -> "content of the release " + release.name();
            case SimulatedChange.DeletionOfSplitRelease(String name) -> "deletion of the release " + name;
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ -> throw scheduled();
        };
    }

    /** Returns the data version that the change is based on; empty for a new row. */
    public OptionalInt expectedVersion() {
        return switch (what) {
            case SimulatedChange.OfRow(Entity _, ChangeType type, Row row) -> {
                Integer version = row.get(DATA_VERSION);
                yield type == ChangeType.INSERT || version == null ? OptionalInt.empty() : OptionalInt.of(version);
            }
            default -> expected.base();
        };
    }

    /**
     * Returns the change without columns that have no place in a change set.
     *
     * @throws ChangeRejectedException if its entity can't be part of a change set, or if something is
     *     missing
     */
    SetChange checked() {
        return switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) ->
                new SetChange(new SimulatedChange.OfRow(entity, type, checked(entity, type, row)), DataVersions.NONE);
            case SimulatedChange.OfSplitRelease _ -> this;
            case SimulatedChange.DeletionOfSplitRelease _ -> {
                if (expected.base().isEmpty()) {
                    throw missing("the data version of the base");
                }
                yield this;
            }
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ -> throw scheduled();
        };
    }

    private static Row checked(Entity entity, ChangeType type, Row row) {
        switch (entity) {
            case RULES,
                    RELEASES,
                    PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    PINNABLE_RELEASES,
                    EXPECTATIONS -> {}
            case RELEASES_JSON, RELEASE_ASSETS, PERMISSIONS, USER_ROLES, CHANGE_SETS, CHANGE_SET_SIGNOFFS ->
                throw ChangeRejectedException.invalid("Changes of " + entity.tableName() + " can't be in a change set");
        }
        Row unconditional = Conditions.base(row);
        if (type == ChangeType.INSERT) {
            Row inserted = unconditional.without(DATA_VERSION);
            return entity.generatesKey() ? inserted.without(entity.key()) : requireKey(entity, inserted);
        }
        if (!row.hasValue(DATA_VERSION)) {
            throw missing(DATA_VERSION.getName());
        }
        return requireKey(entity, unconditional);
    }

    private static Row requireKey(Entity entity, Row row) {
        for (Field<?> column : entity.key()) {
            if (!row.hasValue(column)) {
                throw missing(column.getName());
            }
        }
        return row;
    }

    private static ChangeRejectedException missing(String what) {
        return ChangeRejectedException.invalid(what + " is missing");
    }

    private static IllegalStateException scheduled() {
        return new IllegalStateException("A scheduled change can't be in a change set");
    }

    /** Executes the change. */
    void apply(Transaction transaction) {
        switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) -> {
                Row key = row.only(entity.key());
                switch (type) {
                    case INSERT -> transaction.insert(entity, row);
                    case UPDATE ->
                        transaction.update(entity, key, row.without(entity.key()), row.require(DATA_VERSION));
                    case DELETE -> transaction.delete(entity, key, row.require(DATA_VERSION));
                }
            }
            case SimulatedChange.OfSplitRelease(String name, var product, ObjectNode content, boolean merge) -> {
                SplitReleases releases = new SplitReleases(transaction);
                if (merge) {
                    releases.update(name, content, expected, null);
                } else {
                    releases.set(name, content, product, expected, null);
                }
            }
            case SimulatedChange.DeletionOfSplitRelease(String name) -> {
                Row base = transaction.require(Entity.RELEASES_JSON, Row.of(NAME, name));
                if (expected.base().orElse(0) != base.dataVersion()) {
                    throw new ChangeRejectedException(
                            new ChangeRejection.Outdated("The data version of " + name + " is " + base.dataVersion()));
                }
                new SplitReleases(transaction).delete(name);
            }
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ -> throw scheduled();
        }
    }

    /** Returns the stored form of the change. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (what) {
            case SimulatedChange.OfRow(Entity entity, ChangeType type, Row row) -> {
                json.put(ENTITY, entity.tableName()).put(CHANGE_TYPE, type.text());
                json.set(ROW, row.toJson());
            }
            case SimulatedChange.OfSplitRelease(String name, var product, ObjectNode content, boolean merge) -> {
                json.put(SPLIT_RELEASE, name).put(PRODUCT, product).put(MERGE, merge);
                json.set(CONTENT, content);
                json.set(VERSIONS, expected.toJson());
            }
            case SimulatedChange.DeletionOfSplitRelease(String name) -> {
                json.put(SPLIT_RELEASE, name);
                json.set(VERSIONS, expected.toJson());
            }
            case SimulatedChange.Scheduled _, SimulatedChange.ScheduledRelease _ -> throw scheduled();
        }
        return json;
    }

    /** Returns the change of a stored form. */
    static SetChange of(JsonNode json) {
        if (json.has(ENTITY)) {
            Entity entity = Entity.byName(json.path(ENTITY).asString()).orElseThrow();
            ChangeType type =
                    ChangeType.byText(json.path(CHANGE_TYPE).asString()).orElseThrow();
            return new SetChange(
                    new SimulatedChange.OfRow(entity, type, RowInput.read(entity, json.path(ROW))), DataVersions.NONE);
        }
        String name = json.path(SPLIT_RELEASE).asString();
        DataVersions versions = DataVersions.of(json.get(VERSIONS));
        if (!json.has(CONTENT)) {
            return new SetChange(new SimulatedChange.DeletionOfSplitRelease(name), versions);
        }
        JsonNode product = json.path(PRODUCT);
        return new SetChange(
                new SimulatedChange.OfSplitRelease(
                        name,
                        product.isNull() ? null : product.asString(),
                        (ObjectNode) Objects.requireNonNull(json.get(CONTENT)),
                        json.path(MERGE).asBoolean()),
                versions);
    }
}
