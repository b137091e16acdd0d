// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static org.jooq.impl.DSL.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Columns of a MariaDB or MySQL database that differ from those of this version in a way that will
 * cause errors: collations that treat different names as equal, character sets that can't store
 * every character, and types that are too small. SQLite has no such differences.
 */
final class ColumnFindings {
    private static final Set<String> SMALL_INTEGERS = Set.of("tinyint", "smallint", "mediumint", "int");
    private static final Set<String> SMALL_TEXTS = Set.of("tinytext", "text", "mediumtext");
    /** Columns that contain releases or parts of them. */
    private static final Set<String> RELEASE_COLUMNS = Set.of("data", "base_data");

    private final List<Column> columns;

    private ColumnFindings(List<Column> columns) {
        this.columns = columns;
    }

    private record Column(
            Field<?> field,
            String table,
            String name,
            String type,
            String charset,
            String collation,
            boolean nullable) {
        boolean isSmallInteger() {
            return field.getType() == Long.class && SMALL_INTEGERS.contains(type);
        }

        boolean isSmallText() {
            return RELEASE_COLUMNS.contains(name) && SMALL_TEXTS.contains(type);
        }

        boolean hasLooseCollation() {
            return !collation.isEmpty() && !collation.endsWith("_bin") && !collation.equals("binary");
        }

        boolean hasSmallCharset() {
            return charset.equals("utf8") || charset.equals("utf8mb3");
        }

        String path() {
            return table + "." + name;
        }
    }

    /** Reads the columns of all existing tables. */
    static ColumnFindings read(DSLContext sql) {
        Map<String, Table<?>> tables = new TreeMap<>();
        for (Table<?> table : ReferenceTables.shared()) {
            tables.put(table.getName(), table);
        }
        List<Column> columns = new ArrayList<>();
        sql.fetch("SELECT table_name, column_name, data_type, character_set_name, collation_name, is_nullable"
                        + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " ORDER BY table_name, ordinal_position")
                .forEach(row -> {
                    Table<?> table = tables.get(text(row.get(0)));
                    Field<?> field = table == null ? null : table.field(text(row.get(1)));
                    if (table != null && field != null) {
                        columns.add(new Column(
                                field,
                                table.getName(),
                                field.getName(),
                                text(row.get(2)).toLowerCase(Locale.ROOT),
                                text(row.get(3)),
                                text(row.get(4)),
                                text(row.get(5)).equals("YES")));
                    }
                });
        return new ColumnFindings(columns);
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    /** Returns one sentence for each kind of finding, with the remedy. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        Set<String> integers = paths(Column::isSmallInteger);
        if (!integers.isEmpty()) {
            sentences.add("Every change will fail, because times in milliseconds don't fit into the INT columns "
                    + String.join(", ", integers) + ": balrog db upgrade widens them to BIGINT");
        }
        Set<String> texts = paths(Column::isSmallText);
        if (!texts.isEmpty()) {
            sentences.add("Large releases will be rejected, because they don't fit into the columns "
                    + String.join(", ", texts) + ": balrog db upgrade widens them to LONGTEXT");
        }
        Set<String> collations = tables(Column::hasLooseCollation);
        if (!collations.isEmpty()) {
            sentences.add("Names that differ only in case or accents can't be stored side by side in the tables "
                    + String.join(", ", collations) + " (collation " + String.join(", ", collations())
                    + "); Balrog compares names exactly all the same. To change it: ALTER TABLE … CONVERT TO CHARACTER"
                    + " SET utf8mb4 COLLATE utf8mb4_bin, while nothing writes");
        }
        Set<String> charsets = tables(Column::hasSmallCharset);
        if (!charsets.isEmpty()) {
            sentences.add("Characters beyond U+FFFF, such as emoji, are rejected by the tables "
                    + String.join(", ", charsets) + " (character set utf8mb3). To change it: ALTER TABLE … CONVERT TO"
                    + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, while nothing writes");
        }
        return sentences;
    }

    private Set<String> collations() {
        return columns.stream()
                .filter(Column::hasLooseCollation)
                .map(Column::collation)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> paths(Predicate<Column> wanted) {
        return columns.stream().filter(wanted).map(Column::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> tables(Predicate<Column> wanted) {
        return columns.stream().filter(wanted).map(Column::table).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Widens the columns that are too small, without loss of data. Keeps their collation and
     * character set.
     *
     * @return one sentence for each widened column
     */
    List<String> widen(DSLContext sql) {
        List<String> done = new ArrayList<>();
        for (Column column : columns) {
            if (column.isSmallInteger()) {
                modify(sql, column, "BIGINT");
                done.add("Widened " + column.path() + " to BIGINT");
            } else if (column.isSmallText()) {
                modify(sql, column, "LONGTEXT CHARACTER SET " + column.charset() + " COLLATE " + column.collation());
                done.add("Widened " + column.path() + " to LONGTEXT");
            }
        }
        return done;
    }

    private static void modify(DSLContext sql, Column column, String type) {
        sql.execute(
                "ALTER TABLE {0} MODIFY COLUMN {1} " + type + (column.nullable() ? " NULL" : " NOT NULL"),
                name(column.table()),
                name(column.name()));
    }
}
