// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.PERMISSIONS;
import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_HISTORY;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES_CONDITIONS;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES_SIGNOFFS;

import java.util.Objects;
import org.jooq.Converter;
import org.jooq.Field;
import org.jooq.Table;
import tools.jackson.databind.JsonNode;

/**
 * Columns that the rows of several entities have in common, with the same type in all tables. Code
 * names these columns by the constants of this class, whatever the entity, and a column that only
 * one entity has by the generated field of its table. The columns with JSON, {@link #DATA} and
 * {@link #OPTIONS}, have JSON trees as values, while the generated fields have strings.
 */
public final class SharedColumns {
    /** Version of a row, for optimistic locking. */
    public static final Field<Integer> DATA_VERSION = RULES.DATA_VERSION;

    public static final Field<String> PRODUCT = RULES.PRODUCT;
    public static final Field<String> CHANNEL = RULES.CHANNEL;
    /** Name of a user in permissions, roles and signoffs. */
    public static final Field<String> USERNAME = PERMISSIONS.USERNAME;
    /** Role in roles of users, required signoffs and signoffs. */
    public static final Field<String> ROLE = RULES_SCHEDULED_CHANGES_SIGNOFFS.ROLE;
    /** Name of a release, whole or split. */
    public static final Field<String> NAME = RELEASES.NAME;
    /** Whether a release, whole or split, is read-only. */
    public static final Field<Boolean> READ_ONLY = RELEASES.READ_ONLY;
    /** Content of a release or of a part of one. */
    public static final Field<JsonNode> DATA = json(RELEASES.DATA);
    /** Limits of a permission. */
    public static final Field<JsonNode> OPTIONS = json(PERMISSIONS.OPTIONS);
    /** Name of the release that a rule or a pin maps to. */
    public static final Field<String> MAPPING = RULES.MAPPING;

    /** Id of a scheduled change, unique per entity. */
    public static final Field<Integer> SC_ID = RULES_SCHEDULED_CHANGES.SC_ID;
    /** Type of a scheduled change, as {@link ChangeType#text}. */
    public static final Field<String> CHANGE_TYPE = RULES_SCHEDULED_CHANGES.CHANGE_TYPE;
    /** User in whose name a scheduled change is enacted. */
    public static final Field<String> SCHEDULED_BY = RULES_SCHEDULED_CHANGES.SCHEDULED_BY;
    /** Whether a scheduled change was enacted. */
    public static final Field<Boolean> COMPLETE = RULES_SCHEDULED_CHANGES.COMPLETE;
    /** Time of a scheduled change, in milliseconds since 1970. */
    public static final Field<Long> WHEN = RULES_SCHEDULED_CHANGES_CONDITIONS.WHEN;

    /** Id of a history row, unique per table. */
    public static final Field<Integer> CHANGE_ID = RULES_HISTORY.CHANGE_ID;
    /** Author of a history row. */
    public static final Field<String> CHANGED_BY = RULES_HISTORY.CHANGED_BY;
    /** Time of a history row, in milliseconds since 1970. */
    public static final Field<Long> TIMESTAMP = RULES_HISTORY.TIMESTAMP;

    private SharedColumns() {}

    /**
     * Returns the column of a table that has the name of a column of another table.
     *
     * @throws NullPointerException if the table has none
     */
    public static <T> Field<T> in(Table<?> table, Field<T> column) {
        return Objects.requireNonNull(
                table.field(column.getName(), column.getType()),
                () -> table.getName() + " has no column " + column.getName());
    }

    private static Field<JsonNode> json(Field<String> column) {
        return column.convert(Converter.ofNullable(String.class, JsonNode.class, StoredJson::read, StoredJson::write));
    }
}
