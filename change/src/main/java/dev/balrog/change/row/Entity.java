// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import java.util.List;
import java.util.Set;

/**
 * Type of entity that can be changed. Describes its locking, history, scheduled changes and
 * signoffs; its {@link dev.balrog.change.policy.Policy} defines permissions and required signoffs.
 */
public enum Entity {
    RULES("rules", List.of("rule_id"), Key.GENERATED, History.TABLE, Set.of(Condition.TIME, Condition.UPTAKE)),
    /** Whole releases. */
    RELEASES("releases", List.of("name"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    /** Bases of split releases. */
    RELEASES_JSON("releases_json", List.of("name"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    /** Assets of split releases: the part for a platform and locale. */
    RELEASE_ASSETS("release_assets", List.of("name", "path"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    PERMISSIONS("permissions", List.of("permission", "username"), Key.GIVEN, History.TABLE, Set.of(Condition.TIME)),
    /**
     * Roles of users. Mozilla's Balrog can't schedule changes of them, so these tables are our own.
     */
    USER_ROLES(
            "user_roles",
            "balrog_user_roles_scheduled_changes",
            List.of("username", "role"),
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME)),
    PRODUCT_REQUIRED_SIGNOFFS(
            "product_req_signoffs",
            List.of("product", "channel", "role"),
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME)),
    PERMISSIONS_REQUIRED_SIGNOFFS(
            "permissions_req_signoffs", List.of("product", "role"), Key.GIVEN, History.TABLE, Set.of(Condition.TIME)),
    EMERGENCY_SHUTOFFS(
            "emergency_shutoffs", List.of("product", "channel"), Key.GIVEN, History.TABLE, Set.of(Condition.TIME)),
    PINNABLE_RELEASES(
            "pinnable_releases",
            List.of("product", "version", "channel"),
            Key.GIVEN,
            History.TABLE,
            Set.of(Condition.TIME)),
    /** Tests for rules. Mozilla's Balrog does not have them, so the table is our own. */
    EXPECTATIONS("balrog_expectations", List.of("name"), Key.GIVEN, History.TABLE, Set.of()),
    /** Changes that are signed and enacted as one, in a table of our own. */
    CHANGE_SETS("balrog_change_sets", List.of("set_id"), Key.GENERATED, History.TABLE, Set.of()),
    /** Signoffs of change sets, in a table of our own. */
    CHANGE_SET_SIGNOFFS(
            "balrog_change_set_signoffs", List.of("set_id", "username"), Key.GIVEN, History.TABLE, Set.of());

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

    private final String table;
    private final String scheduledTable;

    @SuppressWarnings("ImmutableEnumChecker") // Created by List.of.
    private final List<String> key;

    private final Key keySource;
    private final History history;

    @SuppressWarnings("ImmutableEnumChecker") // Created by Set.of.
    private final Set<Condition> conditions;

    Entity(String table, List<String> key, Key keySource, History history, Set<Condition> conditions) {
        this(table, table + "_scheduled_changes", key, keySource, history, conditions);
    }

    Entity(
            String table,
            String scheduledTable,
            List<String> key,
            Key keySource,
            History history,
            Set<Condition> conditions) {
        this.table = table;
        this.scheduledTable = scheduledTable;
        this.key = key;
        this.keySource = keySource;
        this.history = history;
        this.conditions = conditions;
    }

    /** Returns the table of the current rows. */
    public String table() {
        return table;
    }

    /**
     * Returns the table of scheduled changes; the names of their conditions and signoffs begin with
     * its name.
     */
    public String scheduledTable() {
        return scheduledTable;
    }

    /** Returns the columns that identify a row. */
    public List<String> key() {
        return key;
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

    public History history() {
        return history;
    }
}
