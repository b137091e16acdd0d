// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.store.JsonColumns;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.node.JsonNodeFactory;

/** Parser of rows that clients send. */
public final class RowInput {
    private RowInput() {}

    /**
     * Reads the columns of an entity and the conditions of scheduled changes, even if this entity
     * does not support them; ignores all other members. Numbers may be strings, and whitespace
     * instead of a number means null.
     *
     * @throws ChangeRejectedException if a value does not fit its column
     */
    public static Row read(Entity entity, JsonNode object) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns(entity).forEach(field -> {
            JsonNode value = object.get(field.getName());
            if (value != null) {
                values.put(field.getName(), value(field, value));
            }
        });
        return Row.copyOf(values);
    }

    /**
     * Parses the value of one column that a client sends as a string, such as in a query.
     *
     * @throws ChangeRejectedException if the value does not fit the column
     */
    public static Row parse(Field<?> column, String value) {
        return Row.copyOf(
                Collections.singletonMap(column.getName(), value(column, JsonNodeFactory.instance.stringNode(value))));
    }

    /**
     * Returns a row with a value of one column that is known by its name only.
     *
     * @throws IllegalArgumentException if the entity has no such column, or if the value does not
     *     have its type
     */
    public static Row named(Entity entity, String column, @Nullable Object value) {
        Field<?> field = entity.table().field(column);
        if (field == null) {
            throw new IllegalArgumentException(entity.tableName() + " has no column " + column);
        }
        Row row = Row.copyOf(Collections.singletonMap(column, value));
        if (!JsonColumns.isJson(field)) {
            row.get(field);
        }
        return row;
    }

    private static Stream<Field<?>> columns(Entity entity) {
        Stream<Field<?>> base = entity.table().fieldStream();
        return entity.conditions().isEmpty() ? base : Stream.concat(base, Conditions.all().stream());
    }

    private static @Nullable Object value(Field<?> field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (JsonColumns.isJson(field)) {
            return value;
        }
        Class<?> type = field.getType();
        if (type == String.class && value.isString()) {
            return value.asString();
        }
        if (type == Boolean.class && value.isBoolean()) {
            return value.booleanValue();
        }
        if (type == Integer.class || type == Long.class) {
            return number(field, value);
        }
        throw unfit(field, value);
    }

    private static @Nullable Number number(Field<?> field, JsonNode value) {
        if (value.isString() && value.asString().isBlank()) {
            return null;
        }
        try {
            BigInteger number =
                    value.isString() ? new BigInteger(value.asString().strip()) : value.bigIntegerValue();
            if (field.getType() == Integer.class) {
                return number.intValueExact();
            }
            return number.longValueExact();
        } catch (ArithmeticException | NumberFormatException | JsonNodeException e) {
            throw unfit(field, value);
        }
    }

    private static ChangeRejectedException unfit(Field<?> field, JsonNode value) {
        String text = value.toString();
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return ChangeRejectedException.invalid(field.getName() + " can't be " + shown);
    }
}
