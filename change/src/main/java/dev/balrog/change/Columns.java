// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import org.jooq.Field;

/** What the columns of a table can hold. SQLite does not check it, and databases do so with errors nobody understands. */
final class Columns {
    private Columns() {}

    /**
     * Checks that no text is too long.
     *
     * @param row columns that the table does not have are not looked at
     */
    static void checkLengths(TableWriter table, Row row) {
        for (String column : row.columns()) {
            if (table.has(column) && row.get(column) instanceof String text) {
                Field<?> field = table.field(column);
                int longest = field.getDataType().length();
                if (longest > 0 && text.codePointCount(0, text.length()) > longest) {
                    throw RefusedException.invalid(column + " has more than " + longest + " characters");
                }
            }
        }
    }

    /** Checks that there is a value in each column that needs one. */
    static void checkPresence(VersionedTable table, Row row) {
        for (Field<?> field : table.rows().table().fields()) {
            String column = field.getName();
            boolean made = column.equals("data_version")
                    || (table.generatesKey() && table.key().contains(column));
            if (!made && !field.getDataType().nullable() && row.get(column) == null) {
                throw RefusedException.invalid(column + " is missing");
            }
        }
    }
}
