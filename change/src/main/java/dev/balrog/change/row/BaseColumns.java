// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Columns of scheduled changes that contain the new row. They have the names of the row's columns
 * with a prefix, and the same types.
 */
public final class BaseColumns {
    private static final String PREFIX = "base_";

    private BaseColumns() {}

    /** Returns the name in a table of scheduled changes of a column of the row. */
    public static String name(String column) {
        return PREFIX + column;
    }

    /** Returns the column of the row that a column of scheduled changes is for; null for others. */
    public static @Nullable String ofRow(String column) {
        return column.startsWith(PREFIX) ? column.substring(PREFIX.length()) : null;
    }

    /** Returns the column of a table of scheduled changes that a column of the row is stored in. */
    public static <T> Field<T> in(Table<?> changes, Field<T> column) {
        return SharedColumns.in(changes, DSL.field(DSL.name(name(column.getName())), column.getType()));
    }

    /** Returns the row that a scheduled change contains. */
    public static Row read(Row change) {
        return change.renamed(BaseColumns::ofRow);
    }

    /** Returns the columns of a scheduled change that contain a row. */
    public static Row write(Row row) {
        return row.renamed(BaseColumns::name);
    }
}
