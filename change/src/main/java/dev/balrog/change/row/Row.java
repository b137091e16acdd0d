// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import dev.balrog.store.JsonColumns;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Immutable values by column: a row of a table, or a part of one. Values are strings, integers,
 * longs, booleans, JSON trees, or null. An absent column has no value, which differs from null.
 *
 * <p>Columns are the generated fields of the tables, or those of {@link SharedColumns} in code for
 * several entities. Fields of the same name are the same column, because a row has values of its
 * history, too. A column that contains JSON is {@link SharedColumns#DATA} or {@link
 * SharedColumns#OPTIONS}. Code that does not know the columns goes through {@link #columns}, {@link
 * #value} and {@link #copyOf}.
 */
public final class Row {
    /** Row without columns. */
    public static final Row EMPTY = new Row(new LinkedHashMap<>());

    private final Map<String, @Nullable Object> values;

    private Row(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Returns a row with one column. */
    public static <T> Row of(Field<T> column, @Nullable T value) {
        return EMPTY.with(column, value);
    }

    /**
     * Returns a row with values by the names of their columns.
     *
     * @throws IllegalArgumentException if a value has a type that no column has
     */
    public static Row copyOf(Map<String, @Nullable Object> values) {
        values.forEach(Row::requirePossible);
        return new Row(new LinkedHashMap<>(values));
    }

    private static void requirePossible(String column, @Nullable Object value) {
        switch (value) {
            case Integer _, Long _, Boolean _ -> {}
            case JsonNode _ when JsonColumns.isJson(column) -> {}
            case String _ when !JsonColumns.isJson(column) -> {}
            case null -> {}
            default ->
                throw new IllegalArgumentException("The value of " + column + " can't be of type "
                        + value.getClass().getSimpleName());
        }
    }

    /** Returns this row with another value in a column. */
    public <T> Row with(Field<T> column, @Nullable T value) {
        requirePossible(column.getName(), value);
        return changed(copy -> {
            copy.put(column.getName(), value);
            return copy;
        });
    }

    /** Returns this row with the values of the columns of another row. */
    public Row with(Row other) {
        return changed(copy -> {
            copy.putAll(other.values);
            return copy;
        });
    }

    /** Returns this row without some columns. */
    public Row without(Collection<? extends Field<?>> columns) {
        return changed(copy -> {
            copy.keySet().removeAll(names(columns));
            return copy;
        });
    }

    /** Returns this row without some columns. */
    public Row without(Field<?>... columns) {
        return without(Arrays.asList(columns));
    }

    /** Returns this row with only these columns; absent ones are omitted. */
    public Row only(Collection<? extends Field<?>> columns) {
        return changed(copy -> {
            copy.keySet().retainAll(names(columns));
            return copy;
        });
    }

    private static Set<String> names(Collection<? extends Field<?>> columns) {
        return columns.stream().map(Field::getName).collect(Collectors.toSet());
    }

    /** Returns this row without the columns that are null. */
    public Row withValues() {
        return changed(copy -> {
            copy.values().removeIf(Objects::isNull);
            return copy;
        });
    }

    /** Returns this row with other column names; a column whose new name is null is omitted. */
    public Row renamed(Function<String, @Nullable String> naming) {
        Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            String name = naming.apply(column);
            if (name != null) {
                renamed.put(name, value);
            }
        });
        return new Row(renamed);
    }

    /** Returns the columns of another row whose values differ from this one. */
    public Row differences(Row other) {
        return other.changed(copy -> {
            copy.entrySet().removeIf(entry -> Objects.equals(entry.getValue(), values.get(entry.getKey())));
            return copy;
        });
    }

    private Row changed(UnaryOperator<Map<String, @Nullable Object>> change) {
        return new Row(change.apply(new LinkedHashMap<>(values)));
    }

    /** Returns whether each string equals that of another row exactly, if that has the column. */
    public boolean hasExactly(Row other) {
        return other.values.entrySet().stream()
                .allMatch(
                        entry -> !(values.get(entry.getKey()) instanceof String here) || here.equals(entry.getValue()));
    }

    /** Returns the names of the columns. */
    public Set<String> columns() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Returns whether the row has no columns. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Returns whether the column is present, even if its value is null. */
    public boolean has(Field<?> column) {
        return values.containsKey(column.getName());
    }

    /** Returns whether the column has a value other than null. */
    public boolean hasValue(Field<?> column) {
        return values.get(column.getName()) != null;
    }

    /** Returns the value of a column by its name; null also if the column is absent. */
    public @Nullable Object value(String column) {
        return values.get(column);
    }

    /**
     * Returns the value; null also if the column is absent.
     *
     * @throws IllegalArgumentException if the value does not have the type of the column
     */
    public <T> @Nullable T get(Field<T> column) {
        Object value = values.get(column.getName());
        if (value != null && !column.getType().isInstance(value)) {
            throw new IllegalArgumentException("The value of " + column.getName() + " is of type "
                    + value.getClass().getSimpleName() + ", not "
                    + column.getType().getSimpleName());
        }
        return column.getType().cast(value);
    }

    /**
     * Returns the value of a column that has one.
     *
     * @throws NullPointerException if the value is null or the column is absent
     */
    public <T> T require(Field<T> column) {
        return Objects.requireNonNull(get(column), column.getName());
    }

    /** Returns whether the column is true; false also if it is null or absent. */
    public boolean isTrue(Field<Boolean> column) {
        return Boolean.TRUE.equals(get(column));
    }

    /** Returns the data version of the row, for optimistic locking. */
    public int dataVersion() {
        return require(SharedColumns.DATA_VERSION);
    }

    /** Returns this row as a JSON object, including nulls. */
    public ObjectNode toJson() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        values.forEach((column, value) -> {
            switch (value) {
                case null -> object.putNull(column);
                case String text -> object.put(column, text);
                case Integer number -> object.put(column, number);
                case Long number -> object.put(column, number);
                case Boolean flag -> object.put(column, flag);
                case JsonNode json -> object.set(column, json);
                default -> throw new IllegalStateException(column + " is a " + value.getClass());
            }
        });
        return object;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && values.equals(row.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
