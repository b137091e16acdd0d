// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of thing that can be changed. This description is all that tells one kind from another for locking, history,
 * scheduled changes and signoffs; who may change it, and who has to agree, is its policy's affair.
 */
public enum Entity {
    RULES("rules", List.of("rule_id"), Key.GENERATED, History.TABLE, Set.of(Condition.TIME, Condition.UPTAKE)),
    /** Releases that are stored whole. */
    RELEASES("releases", List.of("name"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    /** The bases of releases that are stored in parts. */
    RELEASES_JSON("releases_json", List.of("name"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    /** What releases that are stored in parts have for a platform and locale. */
    RELEASE_ASSETS("release_assets", List.of("name", "path"), Key.GIVEN, History.OBJECTS, Set.of(Condition.TIME)),
    PERMISSIONS("permissions", List.of("permission", "username"), Key.GIVEN, History.TABLE, Set.of(Condition.TIME)),
    /** Roles of users. Mozilla's Balrog can't schedule changes of them, so the tables for that are our own. */
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
            Set.of(Condition.TIME));

    /** Where the key of a row comes from. */
    enum Key {
        GIVEN,
        GENERATED
    }

    /** Where former versions of a row are kept. */
    enum History {
        TABLE,
        OBJECTS
    }

    /** What a scheduled change can wait for. */
    public enum Condition {
        TIME,
        UPTAKE
    }

    private final String table;
    private final String scheduledTable;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> key;

    private final Key keySource;
    private final History history;

    @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
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

    /** The kind that a table of the database holds. */
    public static Optional<Entity> byTable(String table) {
        for (Entity entity : values()) {
            if (entity.table.equals(table)) {
                return Optional.of(entity);
            }
        }
        return Optional.empty();
    }

    /** The table that holds what is in force. */
    public String table() {
        return table;
    }

    /** Returns the table of scheduled changes; the names of their conditions and signoffs begin with its name. */
    public String scheduledTable() {
        return scheduledTable;
    }

    /** The columns that identify a row. */
    public List<String> key() {
        return key;
    }

    /** What scheduled changes can wait for; empty where changes can't be scheduled. */
    public Set<Condition> conditions() {
        return conditions;
    }

    boolean generatesKey() {
        return keySource == Key.GENERATED;
    }

    History history() {
        return history;
    }
}
