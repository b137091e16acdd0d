// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

/** Kind of the values of a column. */
public enum ColumnKind {
    TEXT,
    /** Comma-separated values, stored without whitespace. */
    LIST,
    INTEGER,
    BOOLEAN;

    /** Returns whether the values are strings. */
    public boolean isText() {
        return this == TEXT || this == LIST;
    }
}
