// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import static dev.balrog.store.migration.MigrationKind.ADDITIVE;
import static dev.balrog.store.migration.MigrationKind.DESTRUCTIVE;

/** What one statement of a migration does to a table. */
public enum Effect {
    TABLE_MADE(ADDITIVE, Method.INSTANT, "makes the table %s"),
    COLUMN_ADDED(ADDITIVE, Method.INSTANT, "adds the column %s"),
    COLUMN_COMPUTED(ADDITIVE, Method.COPY, "adds the numbered or computed column %s"),
    COLUMN_WIDENED(ADDITIVE, Method.INSTANT, "widens the column %s"),
    COLUMN_REWRITTEN(ADDITIVE, Method.COPY, "widens the column %s, which rewrites the table"),
    COLUMN_FILLED(ADDITIVE, Method.ROWS, "fills the new column %s"),
    INDEX_ADDED(ADDITIVE, Method.INPLACE, "adds the index %s"),

    REQUIRED_COLUMN_ADDED(
            DESTRUCTIVE, Method.INSTANT, "adds the column %s, which has to have a value and has no default"),
    CONSTRAINT_ADDED(DESTRUCTIVE, Method.COPY, "adds the constraint %s"),
    UNIQUE_INDEX_ADDED(DESTRUCTIVE, Method.INPLACE, "adds the unique index %s"),
    TABLE_DROPPED(DESTRUCTIVE, Method.INSTANT, "drops or renames the table %s"),
    COLUMN_DROPPED(DESTRUCTIVE, Method.INPLACE, "drops or renames the column %s"),
    COLUMN_CHANGED(DESTRUCTIVE, Method.COPY, "changes the type of the column %s, or whether it has to have a value"),
    INDEX_DROPPED(DESTRUCTIVE, Method.INPLACE, "drops the index %s"),
    CONSTRAINT_DROPPED(DESTRUCTIVE, Method.COPY, "drops the constraint %s"),
    ROWS_CHANGED(DESTRUCTIVE, Method.ROWS, "changes rows of %s"),
    ROWS_DELETED(DESTRUCTIVE, Method.ROWS, "deletes rows of %s");

    /** How MariaDB and MySQL do it, with tables of InnoDB. */
    public enum Method {
        /** In no time: ALGORITHM=INSTANT, or a table that nobody else uses. */
        INSTANT,
        /** It may take long, but others read and write meanwhile: ALGORITHM=INPLACE, LOCK=NONE. */
        INPLACE,
        /** Others read but can't write meanwhile: ALGORITHM=COPY, LOCK=SHARED. */
        COPY,
        /** The rows that are changed are locked until all of them are. */
        ROWS
    }

    private final MigrationKind kind;
    private final Method method;
    private final String text;

    Effect(MigrationKind kind, Method method, String text) {
        this.kind = kind;
        this.method = method;
        this.text = text;
    }

    /** What this makes of a migration. */
    public MigrationKind kind() {
        return kind;
    }

    /** How MariaDB and MySQL do it. */
    public Method method() {
        return method;
    }

    /** The effect on this table, column, index or constraint, for people. */
    String describe(String name) {
        return text.replace("%s", name);
    }
}
