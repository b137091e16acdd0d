// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/**
 * Summary of a database, by which people recognize it and a copy is compared with it.
 *
 * @param rows number of rows of each table
 * @param lastChange time of the newest entry of the history tables; null when they are empty
 * @param schemaVersion newest migration; null when there is none
 */
public record DatabaseSummary(
        Map<String, Long> rows,
        @Nullable Instant lastChange,
        @Nullable String schemaVersion) {
    private static final String MIGRATIONS = "flyway_schema_history";
    private static final String ENDING = "_history";

    public DatabaseSummary {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    /** Reads the summary of a database. */
    static DatabaseSummary read(DSLContext sql) {
        Set<String> tables = tables(sql);
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables) {
            rows.put(table, sql.select(count()).from(table(name(table))).fetchSingle(0, long.class));
        }
        return new DatabaseSummary(rows, lastChange(sql, tables), schemaVersion(sql, tables));
    }

    /** Returns the number of all rows. */
    public long rowCount() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the names of all tables. */
    static Set<String> tables(DSLContext sql) {
        String query = sql.dialect() == SQLDialect.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'";
        return new TreeSet<>(sql.fetch(query).getValues(0, String.class));
    }

    /** Returns the time of the newest entry of the history tables; null when they are empty. */
    static @Nullable Instant lastChange(DSLContext sql) {
        return lastChange(sql, tables(sql));
    }

    /** Returns the names of the history tables. */
    static List<String> histories(DSLContext sql) {
        return histories(tables(sql));
    }

    private static List<String> histories(Set<String> tables) {
        return tables.stream()
                .filter(table -> table.endsWith(ENDING) && !table.equals(MIGRATIONS))
                .toList();
    }

    private static @Nullable Instant lastChange(DSLContext sql, Set<String> tables) {
        return histories(tables).stream()
                .flatMap(table -> newest(sql, table))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Stream<Instant> newest(DSLContext sql, String table) {
        return sql
                .select(field(name("timestamp"), Long.class))
                .from(table(name(table)))
                .orderBy(field(name("change_id")).desc())
                .limit(1)
                .fetch(0, Long.class)
                .stream()
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli);
    }

    private static @Nullable String schemaVersion(DSLContext sql, Set<String> tables) {
        if (!tables.contains(MIGRATIONS)) {
            return null;
        }
        return sql
                .select(field(name("version"), String.class))
                .from(table(name(MIGRATIONS)))
                .where(field(name("version")).isNotNull())
                .orderBy(field(name("installed_rank")).desc())
                .limit(1)
                .fetch(0, String.class)
                .stream()
                .findFirst()
                .orElse(null);
    }
}
