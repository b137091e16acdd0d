// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import dev.balrog.store.jooq.DefaultSchema;
import dev.balrog.store.jooq.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Type of entity that can be changed. Describes its locking, history, scheduled changes and
 * signoffs; its {@link dev.balrog.change.policy.Policy} defines permissions and required signoffs.
 */
public enum Entity {
    RULES(
            Tables.RULES,
            Tables.RULES_SCHEDULED_CHANGES,
            Key.GENERATED,
            History.TABLE,
            Set.of(Condition.TIME, Condition.UPTAKE),
            Tables.RULES.RULE_ID),
    /** Whole releases. */
    RELEASES(
            Tables.RELEASES,
            Tables.RELEASES_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.OBJECTS,
            Set.of(Condition.TIME),
            Tables.RELEASES.NAME),
    /** Bases of split releases. */
    RELEASES_JSON(
            Tables.RELEASES_JSON,
            Tables.RELEASES_JSON_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.OBJECTS,
            Set.of(Condition.TIME),
            Tables.RELEASES_JSON.NAME),
    /** Assets of split releases: the part for a platform and locale. */
    RELEASE_ASSETS(
            Tables.RELEASE_ASSETS,
            Tables.RELEASE_ASSETS_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.OBJECTS,
            Set.of(Condition.TIME),
            Tables.RELEASE_ASSETS.NAME,
            Tables.RELEASE_ASSETS.PATH),
    PERMISSIONS(
            Tables.PERMISSIONS,
            Tables.PERMISSIONS_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.PERMISSIONS.PERMISSION,
            Tables.PERMISSIONS.USERNAME),
    /**
     * Roles of users. Mozilla's Balrog can't schedule changes of them, so these tables are our own.
     */
    USER_ROLES(
            Tables.USER_ROLES,
            Tables.BALROG_USER_ROLES_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.USER_ROLES.USERNAME,
            Tables.USER_ROLES.ROLE),
    PRODUCT_REQUIRED_SIGNOFFS(
            Tables.PRODUCT_REQ_SIGNOFFS,
            Tables.PRODUCT_REQ_SIGNOFFS_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.PRODUCT_REQ_SIGNOFFS.PRODUCT,
            Tables.PRODUCT_REQ_SIGNOFFS.CHANNEL,
            Tables.PRODUCT_REQ_SIGNOFFS.ROLE),
    PERMISSIONS_REQUIRED_SIGNOFFS(
            Tables.PERMISSIONS_REQ_SIGNOFFS,
            Tables.PERMISSIONS_REQ_SIGNOFFS_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.PERMISSIONS_REQ_SIGNOFFS.PRODUCT,
            Tables.PERMISSIONS_REQ_SIGNOFFS.ROLE),
    EMERGENCY_SHUTOFFS(
            Tables.EMERGENCY_SHUTOFFS,
            Tables.EMERGENCY_SHUTOFFS_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.EMERGENCY_SHUTOFFS.PRODUCT,
            Tables.EMERGENCY_SHUTOFFS.CHANNEL),
    PINNABLE_RELEASES(
            Tables.PINNABLE_RELEASES,
            Tables.PINNABLE_RELEASES_SCHEDULED_CHANGES,
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME),
            Tables.PINNABLE_RELEASES.PRODUCT,
            Tables.PINNABLE_RELEASES.VERSION,
            Tables.PINNABLE_RELEASES.CHANNEL),
    /** Tests for rules. Mozilla's Balrog does not have them, so the table is our own. */
    EXPECTATIONS(Tables.BALROG_EXPECTATIONS, null, Key.GIVEN, History.TABLE, Set.of(), Tables.BALROG_EXPECTATIONS.NAME),
    /** Changes that are signed and enacted as one, in a table of our own. */
    CHANGE_SETS(
            Tables.BALROG_CHANGE_SETS, null, Key.GENERATED, History.TABLE, Set.of(), Tables.BALROG_CHANGE_SETS.SET_ID),
    /** Signoffs of change sets, in a table of our own. */
    CHANGE_SET_SIGNOFFS(
            Tables.BALROG_CHANGE_SET_SIGNOFFS,
            null,
            Key.GIVEN,
            History.TABLE,
            Set.of(),
            Tables.BALROG_CHANGE_SET_SIGNOFFS.SET_ID,
            Tables.BALROG_CHANGE_SET_SIGNOFFS.USERNAME);

    /** Origin of the key of a row. */
    enum Key {
        GIVEN,
        GENERATED
    }

    /** Storage of former versions of a row. */
    public enum History {
        TABLE,
        OBJECTS
    }

    /** Type of condition of a scheduled change. */
    public enum Condition {
        TIME,
        UPTAKE
    }

    /**
     * Tables of the scheduled changes of an entity.
     *
     * @param changes scheduled changes
     * @param conditions their conditions
     * @param signoffs their signoffs
     */
    public record Scheduled(Table<?> changes, Table<?> conditions, Table<?> signoffs) {
        /** Returns whether one of the tables has this name. */
        public boolean has(String tableName) {
            return Stream.of(changes, conditions, signoffs)
                    .anyMatch(table -> table.getName().equals(tableName));
        }

        private static Scheduled of(Table<?> changes) {
            return new Scheduled(changes, related(changes, "_conditions"), related(changes, "_signoffs"));
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // Generated tables and fields don't change.
    private final Table<?> table;

    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable Scheduled scheduled;

    private final Key keySource;
    private final History history;

    @SuppressWarnings("ImmutableEnumChecker") // Created by Set.of.
    private final Set<Condition> conditions;

    @SuppressWarnings("ImmutableEnumChecker") // Created by List.of.
    private final List<Field<?>> key;

    Entity(
            Table<?> table,
            @Nullable Table<?> changes,
            Key keySource,
            History history,
            Set<Condition> conditions,
            Field<?>... key) {
        this.table = table;
        this.scheduled = changes == null ? null : Scheduled.of(changes);
        this.keySource = keySource;
        this.history = history;
        this.conditions = conditions;
        this.key = List.of(key);
    }

    /**
     * Returns the history table of a table whose rows are governed.
     *
     * @throws NullPointerException if there is none, as for releases
     */
    public static Table<?> historyOf(Table<?> table) {
        return related(table, "_history");
    }

    private static Table<?> related(Table<?> table, String suffix) {
        String name = table.getName() + suffix;
        return Objects.requireNonNull(DefaultSchema.DEFAULT_SCHEMA.getTable(name), name);
    }

    /** Returns the entity of a name. */
    public static Optional<Entity> byName(String tableName) {
        return Arrays.stream(values())
                .filter(entity -> entity.tableName().equals(tableName))
                .findFirst();
    }

    /** Returns the tables of scheduled changes that one of this name belongs to. */
    public static Optional<Scheduled> scheduledOf(String tableName) {
        return Arrays.stream(values())
                .flatMap(entity -> Stream.ofNullable(entity.scheduled))
                .filter(scheduled -> scheduled.has(tableName))
                .findFirst();
    }

    /** Returns the table of the current rows. */
    public Table<?> table() {
        return table;
    }

    /** Returns the name of the table of the current rows, by which the API and messages name the entity. */
    public String tableName() {
        return table.getName();
    }

    /**
     * Returns the tables of scheduled changes.
     *
     * @throws NullPointerException if changes can't be scheduled
     */
    public Scheduled scheduled() {
        return Objects.requireNonNull(scheduled, () -> table.getName() + " has no scheduled changes");
    }

    /** Returns the columns that identify a row. */
    public List<Field<?>> key() {
        return key;
    }

    /** Returns the names of the columns that identify a row. */
    public List<String> keyNames() {
        return key.stream().map(Field::getName).toList();
    }

    /**
     * Returns the possible conditions of scheduled changes; empty if changes can't be scheduled.
     */
    public Set<Condition> conditions() {
        return conditions;
    }

    public boolean generatesKey() {
        return keySource == Key.GENERATED;
    }

    /** Returns the column of the key that the database generates, of an entity of which it does. */
    public Field<Integer> generatedKey() {
        return key.getFirst().coerce(Integer.class);
    }

    public History history() {
        return history;
    }
}
