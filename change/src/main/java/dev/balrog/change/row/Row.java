// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Immutable values by column: a row of a table, or a part of one. Values are strings, integers,
 * longs, booleans, JSON trees, or null. An absent column has no value, which differs from null.
 */
public final class Row {
    /** Row without columns. */
    public static final Row EMPTY = new Row(new LinkedHashMap<>());

    private final Map<String, @Nullable Object> values;

    private Row(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Returns a row with one column. */
    public static Row of(String column, @Nullable Object value) {
        return EMPTY.with(column, value);
    }

    /** Returns a row with these values. */
    public static Row copyOf(Map<String, @Nullable Object> values) {
        return new Row(new LinkedHashMap<>(values));
    }

    /** Returns this row with another value in a column. */
    public Row with(String column, @Nullable Object value) {
        return changed(copy -> {
            copy.put(column, value);
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
    public Row without(Collection<String> columns) {
        return changed(copy -> {
            copy.keySet().removeAll(columns);
            return copy;
        });
    }

    /** Returns this row without a column. */
    public Row without(String column) {
        return without(Set.of(column));
    }

    /** Returns this row with only these columns; absent ones are omitted. */
    public Row only(Collection<String> columns) {
        return changed(copy -> {
            copy.keySet().retainAll(columns);
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

    /** Returns whether the column is present, even if its value is null. */
    public boolean has(String column) {
        return values.containsKey(column);
    }

    /** Returns the value; null also if the column is absent. */
    public @Nullable Object get(String column) {
        return values.get(column);
    }

    /** Returns the string in a column; null also if the column is absent. */
    public @Nullable String text(String column) {
        return (String) values.get(column);
    }

    /** Returns the string in a column that has one. */
    public String requireText(String column) {
        return Objects.requireNonNull(text(column), column);
    }

    /** Returns the number in a column; null also if the column is absent. */
    public @Nullable Long number(String column) {
        Number number = (Number) values.get(column);
        return number == null ? null : number.longValue();
    }

    /** Returns the number in a column that has one in the range of {@code int}. */
    public int requireInt(String column) {
        return Math.toIntExact(Objects.requireNonNull(number(column), column));
    }

    /** Returns whether the column is true; false also if it is null or absent. */
    public boolean isTrue(String column) {
        return Boolean.TRUE.equals(values.get(column));
    }

    /** Returns the JSON in a column; null also if the column is absent. */
    public @Nullable JsonNode json(String column) {
        return (JsonNode) values.get(column);
    }

    /** Returns the data version of the row, for optimistic locking. */
    public int dataVersion() {
        return requireInt("data_version");
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
