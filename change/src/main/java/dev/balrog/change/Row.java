// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

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
 * Values by column, immutable: a row of a table, or a part of one. Values are texts, integers, longs, truth values,
 * JSON trees, or null; a column that is not named at all has no value, which is not the same as null.
 */
public final class Row {
    /** A row without any column. */
    public static final Row EMPTY = new Row(new LinkedHashMap<>());

    private final Map<String, @Nullable Object> values;

    private Row(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** A row of one column. */
    public static Row of(String column, @Nullable Object value) {
        return EMPTY.with(column, value);
    }

    /** A row of these values. */
    static Row copyOf(Map<String, @Nullable Object> values) {
        return new Row(new LinkedHashMap<>(values));
    }

    /** This row with another value. */
    public Row with(String column, @Nullable Object value) {
        return changed(copy -> {
            copy.put(column, value);
            return copy;
        });
    }

    /** This row with the values of another, where that has any. */
    public Row with(Row other) {
        return changed(copy -> {
            copy.putAll(other.values);
            return copy;
        });
    }

    /** This row without some of its columns. */
    public Row without(Collection<String> columns) {
        return changed(copy -> {
            copy.keySet().removeAll(columns);
            return copy;
        });
    }

    /** This row without a column. */
    public Row without(String column) {
        return without(Set.of(column));
    }

    /** Those columns of this row that are named; the ones it does not have are left out. */
    public Row only(Collection<String> columns) {
        return changed(copy -> {
            copy.keySet().retainAll(columns);
            return copy;
        });
    }

    /** This row with other names of columns; where a name becomes null the column is left out. */
    Row renamed(Function<String, @Nullable String> naming) {
        Map<String, @Nullable Object> renamed = new LinkedHashMap<>();
        values.forEach((column, value) -> {
            String name = naming.apply(column);
            if (name != null) {
                renamed.put(name, value);
            }
        });
        return new Row(renamed);
    }

    /** What is different in another row, of the columns that the other has. */
    Row differences(Row other) {
        return other.changed(copy -> {
            copy.entrySet().removeIf(entry -> Objects.equals(entry.getValue(), values.get(entry.getKey())));
            return copy;
        });
    }

    private Row changed(UnaryOperator<Map<String, @Nullable Object>> change) {
        return new Row(change.apply(new LinkedHashMap<>(values)));
    }

    /** Returns whether each string here equals that of another row to the letter, where that has the column. */
    boolean hasExactly(Row other) {
        return other.values.entrySet().stream()
                .allMatch(
                        entry -> !(values.get(entry.getKey()) instanceof String here) || here.equals(entry.getValue()));
    }

    /** The names of the columns. */
    public Set<String> columns() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Whether the column is named, be its value null or not. */
    public boolean has(String column) {
        return values.containsKey(column);
    }

    /** The value; null also when the column is not named. */
    public @Nullable Object get(String column) {
        return values.get(column);
    }

    /** The text of a column; null also when the column is not named. */
    public @Nullable String text(String column) {
        return (String) values.get(column);
    }

    /** The text of a column that has one. */
    public String requireText(String column) {
        return Objects.requireNonNull(text(column), column);
    }

    /** The number in a column; null also when the column is not named. */
    public @Nullable Long number(String column) {
        Number number = (Number) values.get(column);
        return number == null ? null : number.longValue();
    }

    /** The number in a column that has one of usual size. */
    public int requireInt(String column) {
        return Math.toIntExact(Objects.requireNonNull(number(column), column));
    }

    /** Whether the column is true; false also when it is null or not named. */
    public boolean isTrue(String column) {
        return Boolean.TRUE.equals(values.get(column));
    }

    /** The JSON in a column; null also when the column is not named. */
    public @Nullable JsonNode json(String column) {
        return (JsonNode) values.get(column);
    }

    /** The version of the row, for optimistic locking. */
    public int dataVersion() {
        return requireInt("data_version");
    }

    /** This row as an object, nulls included. */
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
