// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.DataType;
import org.jooq.Meta;
import org.jooq.Named;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Effects of a statement, derived from the tables before and after it. A rename counts as a drop.
 */
final class TableDifferences {
    /**
     * Longest string, in bytes, whose length is stored in one byte; longer ones take two, so
     * crossing this limit rewrites the rows.
     */
    private static final int ONE_BYTE_LENGTH = 255;

    private static final int BYTES_OF_A_CHARACTER = 4;

    private final String table;
    private final List<Change> changes = new ArrayList<>();

    private TableDifferences(String table) {
        this.table = table;
    }

    static List<Change> between(Meta before, Meta after) {
        Map<String, Table<?>> remaining = byName(after.getTables());
        List<Change> changes = new ArrayList<>();
        byName(before.getTables()).forEach((name, old) -> {
            Table<?> now = remaining.get(name);
            if (now == null) {
                changes.add(Change.of(Effect.TABLE_DROPPED, name));
            } else {
                TableDifferences differences = new TableDifferences(name);
                differences.columns(old, now);
                differences.keys(old, now);
                changes.addAll(differences.changes);
            }
        });
        return changes;
    }

    private void columns(Table<?> before, Table<?> after) {
        compare(List.of(before.fields()), List.of(after.fields()), (old, now) -> {
            if (now == null) {
                DataType<?> type = Objects.requireNonNull(old).getDataType();
                changes.add(new Change(
                        Effect.COLUMN_DROPPED, table, old.getName(), Optional.ofNullable(type.defaultValue())));
            } else if (old == null) {
                add(added(now.getDataType()), now);
            } else {
                changed(old.getDataType(), now.getDataType()).ifPresent(effect -> add(effect, now));
            }
        });
    }

    private static Effect added(DataType<?> type) {
        if (type.identity() || type.computed()) {
            return Effect.COLUMN_COMPUTED;
        }
        return type.nullable() || type.defaulted() ? Effect.COLUMN_ADDED : Effect.REQUIRED_COLUMN_ADDED;
    }

    private static Optional<Effect> changed(DataType<?> old, DataType<?> now) {
        boolean sameType = Objects.equals(old.getSQLDataType(), now.getSQLDataType())
                && old.length() == now.length()
                && old.precision() == now.precision()
                && old.scale() == now.scale();
        boolean sameRest = old.nullable() == now.nullable()
                && old.identity() == now.identity()
                && String.valueOf(old.defaultValue()).equals(String.valueOf(now.defaultValue()));
        if (!sameRest) {
            return Optional.of(Effect.COLUMN_CHANGED);
        }
        if (sameType) {
            return Optional.empty();
        }
        if (SQLDataType.VARCHAR.equals(old.getSQLDataType())
                && SQLDataType.VARCHAR.equals(now.getSQLDataType())
                && old.length() < now.length()) {
            return Optional.of(shortLength(old) == shortLength(now) ? Effect.COLUMN_WIDENED : Effect.COLUMN_REWRITTEN);
        }
        boolean larger =
                SQLDataType.INTEGER.equals(old.getSQLDataType()) && SQLDataType.BIGINT.equals(now.getSQLDataType());
        return Optional.of(larger ? Effect.COLUMN_REWRITTEN : Effect.COLUMN_CHANGED);
    }

    private static boolean shortLength(DataType<?> type) {
        return type.length() * BYTES_OF_A_CHARACTER <= ONE_BYTE_LENGTH;
    }

    private void keys(Table<?> before, Table<?> after) {
        compare(before.getIndexes(), after.getIndexes(), (old, now) -> {
            if (now == null) {
                add(Effect.INDEX_DROPPED, Objects.requireNonNull(old));
            } else if (old == null) {
                add(now.getUnique() ? Effect.UNIQUE_INDEX_ADDED : Effect.INDEX_ADDED, now);
            }
        });
        compare(constraints(before), constraints(after), (old, now) -> {
            if (now == null) {
                add(Effect.CONSTRAINT_DROPPED, Objects.requireNonNull(old));
            } else if (old == null) {
                add(Effect.CONSTRAINT_ADDED, now);
            }
        });
    }

    private static List<Named> constraints(Table<?> table) {
        return Stream.<Named>concat(
                        Stream.<Named>concat(table.getKeys().stream(), table.getReferences().stream()),
                        table.getChecks().stream())
                .toList();
    }

    private void add(Effect effect, Named thing) {
        changes.add(Change.of(effect, table, thing.getName()));
    }

    private interface Comparison<T> {
        /** Compares an old and a new object, at least one of which is not null. */
        void compare(@Nullable T old, @Nullable T now);
    }

    private static <T extends Named> void compare(List<T> before, List<T> after, Comparison<T> comparison) {
        Map<String, T> old = byName(before);
        Map<String, T> now = byName(after);
        old.forEach((name, thing) -> comparison.compare(thing, now.get(name)));
        now.forEach((name, thing) -> {
            if (!old.containsKey(name)) {
                comparison.compare(null, thing);
            }
        });
    }

    private static <T extends Named> Map<String, T> byName(List<T> things) {
        Map<String, T> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        things.forEach(thing -> byName.put(thing.getName(), thing));
        return byName;
    }
}
