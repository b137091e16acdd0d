// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jspecify.annotations.Nullable;

/**
 * Proposed rows that take the place of stored ones with the same primary key, without being stored.
 * Not thread-safe until it is complete.
 */
public final class RowOverlay {
    /** Overlay that leaves all rows as they are stored. Never changed. */
    public static final RowOverlay NONE = new RowOverlay();

    private final Map<Table<?>, Map<Key, Optional<Record>>> rows = new HashMap<>();

    /** Primary key of a row, as strings; numbers in any type are the same key. */
    private record Key(List<String> values) {
        static Key of(Table<?> table, Record row) {
            UniqueKey<?> key = Objects.requireNonNull(table.getPrimaryKey(), () -> table + " has no primary key");
            return new Key(key.getFields().stream()
                    .map(field -> String.valueOf(row.get(field.getName())))
                    .toList());
        }
    }

    /** Replaces or inserts a row. */
    public void put(Table<?> table, Record row) {
        rowsOf(table).put(Key.of(table, row), Optional.of(row));
    }

    /**
     * Deletes a row.
     *
     * @param row any record with the primary key
     */
    public void delete(Table<?> table, Record row) {
        rowsOf(table).put(Key.of(table, row), Optional.empty());
    }

    private Map<Key, Optional<Record>> rowsOf(Table<?> table) {
        return rows.computeIfAbsent(table, _ -> new HashMap<>());
    }

    /**
     * Returns rows with this overlay applied, in the order of their primary keys.
     *
     * @param stored the stored rows that a query has found
     * @param wanted condition of the query, which proposed rows have to satisfy, too
     */
    List<Record> over(Table<?> table, List<Record> stored, Predicate<Record> wanted) {
        Map<Key, Optional<Record>> proposed = rows.getOrDefault(table, Map.of());
        if (proposed.isEmpty()) {
            return stored;
        }
        List<Record> result = new ArrayList<>();
        stored.stream().filter(row -> !proposed.containsKey(Key.of(table, row))).forEach(result::add);
        proposed.values().stream().flatMap(Optional::stream).filter(wanted).forEach(result::add);
        result.sort(byKey(table));
        return result;
    }

    /** Returns all rows of a table with this overlay applied, in the order of their primary keys. */
    public List<Record> over(Table<?> table, List<Record> stored) {
        return over(table, stored, _ -> true);
    }

    private static Comparator<Record> byKey(Table<?> table) {
        UniqueKey<?> key = Objects.requireNonNull(table.getPrimaryKey());
        return (left, right) -> {
            for (Field<?> field : key.getFields()) {
                int order = compare(left.get(field.getName()), right.get(field.getName()));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(@Nullable Object left, @Nullable Object right) {
        return left instanceof Number number && right instanceof Number other
                ? Long.compare(number.longValue(), other.longValue())
                : String.valueOf(left).compareTo(String.valueOf(right));
    }

    /** Returns the names of the releases of which this overlay has some row. */
    public Set<String> releases() {
        Set<String> names = new HashSet<>();
        for (Table<?> table : List.of(RELEASES, RELEASES_JSON, RELEASE_ASSETS)) {
            names.addAll(rows.getOrDefault(table, Map.of()).keySet().stream()
                    // The name is the first column of the key of all three tables.
                    .map(key -> key.values.getFirst())
                    .collect(Collectors.toSet()));
        }
        return names;
    }
}
