// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES_CONDITIONS;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.store.jooq.DefaultSchema;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

/** Parser of rows that clients send. */
public final class RowInput {
    private static final Set<String> JSON_COLUMNS = Set.of("data", "options");

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

    private static Stream<Field<?>> columns(Entity entity) {
        Stream<Field<?>> base = table(entity.table()).fieldStream();
        return entity.conditions().isEmpty()
                ? base
                : Stream.concat(
                        base,
                        RULES_SCHEDULED_CHANGES_CONDITIONS
                                .fieldStream()
                                .filter(field -> Conditions.isCondition(field.getName())));
    }

    private static Table<?> table(String name) {
        return Objects.requireNonNull(DefaultSchema.DEFAULT_SCHEMA.getTable(name), name);
    }

    private static @Nullable Object value(Field<?> field, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (JSON_COLUMNS.contains(field.getName())) {
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
