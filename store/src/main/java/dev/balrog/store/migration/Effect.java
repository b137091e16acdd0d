// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import static dev.balrog.store.migration.MigrationKind.ADDITIVE;
import static dev.balrog.store.migration.MigrationKind.DESTRUCTIVE;

/** Effect of one statement of a migration on a table. */
public enum Effect {
    TABLE_MADE(ADDITIVE, Method.INSTANT, "creates the table %s"),
    COLUMN_ADDED(ADDITIVE, Method.INSTANT, "adds the column %s"),
    COLUMN_COMPUTED(ADDITIVE, Method.COPY, "adds the numbered or computed column %s"),
    COLUMN_WIDENED(ADDITIVE, Method.INSTANT, "widens the column %s"),
    COLUMN_REWRITTEN(ADDITIVE, Method.COPY, "widens the column %s, which rewrites the table"),
    COLUMN_FILLED(ADDITIVE, Method.ROWS, "fills the new column %s"),
    INDEX_ADDED(ADDITIVE, Method.INPLACE, "adds the index %s"),

    REQUIRED_COLUMN_ADDED(DESTRUCTIVE, Method.INSTANT, "adds the column %s, which is NOT NULL and has no default"),
    CONSTRAINT_ADDED(DESTRUCTIVE, Method.COPY, "adds the constraint %s"),
    UNIQUE_INDEX_ADDED(DESTRUCTIVE, Method.INPLACE, "adds the unique index %s"),
    TABLE_DROPPED(DESTRUCTIVE, Method.INSTANT, "drops or renames the table %s"),
    COLUMN_DROPPED(DESTRUCTIVE, Method.INPLACE, "drops or renames the column %s"),
    COLUMN_CHANGED(DESTRUCTIVE, Method.COPY, "changes the type or nullability of the column %s"),
    INDEX_DROPPED(DESTRUCTIVE, Method.INPLACE, "drops the index %s"),
    CONSTRAINT_DROPPED(DESTRUCTIVE, Method.COPY, "drops the constraint %s"),
    ROWS_CHANGED(DESTRUCTIVE, Method.ROWS, "changes rows of %s"),
    ROWS_DELETED(DESTRUCTIVE, Method.ROWS, "deletes rows of %s");

    /** Algorithms of MariaDB and MySQL for InnoDB tables. */
    public enum Method {
        /** ALGORITHM=INSTANT, or a table that nothing else uses. */
        INSTANT,
        /** ALGORITHM=INPLACE, LOCK=NONE: may take long, but allows concurrent reads and writes. */
        INPLACE,
        /** ALGORITHM=COPY, LOCK=SHARED: allows concurrent reads but blocks writes. */
        COPY,
        /** Row locks on all changed rows until the end of the statement. */
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

    /** Returns the kind of migration that the effect implies. */
    public MigrationKind kind() {
        return kind;
    }

    /** Returns the algorithm of MariaDB and MySQL. */
    public Method method() {
        return method;
    }

    /**
     * Returns a description, for operators, of the effect on a table, column, index or constraint.
     */
    String describe(String name) {
        return text.replace("%s", name);
    }
}
