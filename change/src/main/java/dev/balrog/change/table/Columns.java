// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SharedColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/**
 * Checks of column constraints. SQLite does not check lengths, and the errors of other databases
 * are hard to understand.
 */
public final class Columns {
    private Columns() {}

    /**
     * Checks that no string is too long.
     *
     * @param row values; columns that the table does not have are ignored
     */
    public static void checkLengths(TableWriter table, Row row) {
        for (String column : row.columns()) {
            if (table.has(column) && row.value(column) instanceof String text) {
                Field<?> field = table.field(column);
                int longest = field.getDataType().length();
                if (longest > 0 && text.codePointCount(0, text.length()) > longest) {
                    throw ChangeRejectedException.invalid(column + " has more than " + longest + " characters");
                }
            }
        }
    }

    /** Checks that each required column has a value. */
    public static void checkPresence(VersionedTable table, Row row) {
        for (Field<?> field : table.rows().table().fields()) {
            boolean made = isSame(field, SharedColumns.DATA_VERSION)
                    || (table.generatesKey() && table.key().stream().anyMatch(key -> isSame(field, key)));
            if (!made && !field.getDataType().nullable() && !row.hasValue(field)) {
                throw ChangeRejectedException.invalid(field.getName() + " is missing");
            }
        }
    }

    private static boolean isSame(Field<?> column, Field<?> other) {
        return column.getName().equals(other.getName());
    }

    /**
     * Checks that no other row has the same value in a unique column, such as the alias of a rule.
     *
     * @param before the current row; null for an insertion
     */
    public static void checkUnique(VersionedTable table, @Nullable Row before, Row after) {
        for (Row values : newUniqueValues(table, before, after)) {
            if (table.rows().find(values).isPresent()) {
                throw ChangeRejectedException.invalid(describe(values) + " is already in use");
            }
        }
    }

    /** Returns the new values of each unique key of a row, except the primary key. */
    public static List<Row> newUniqueValues(VersionedTable table, @Nullable Row before, Row after) {
        List<Row> taken = new ArrayList<>();
        for (UniqueKey<?> key : table.rows().table().getUniqueKeys()) {
            List<? extends Field<?>> columns = key.getFields();
            Row values = after.only(columns);
            boolean isGiven = columns.stream().allMatch(values::hasValue);
            boolean isNew = before == null || !before.only(columns).equals(values);
            if (isGiven && isNew) {
                taken.add(values);
            }
        }
        return taken;
    }

    /** Returns a description of values of unique columns, such as {@code alias 'firefox-beta'}. */
    public static String describe(Row values) {
        return values.columns().stream()
                .map(column -> column + " '" + values.value(column) + "'")
                .collect(Collectors.joining(", "));
    }
}
