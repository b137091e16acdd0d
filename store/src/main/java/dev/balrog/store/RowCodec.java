// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows as JSON: an object by column name, where nulls are left out, truth values are JSON's, and columns that hold
 * JSON are JSON. One codec for each table.
 */
final class RowCodec {
    /** Reads and writes whatever JSON is in the database without changing a number. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> JSON_COLUMNS = Set.of("data", "base_data", "options", "base_options");

    private static final Map<String, RowCodec> ALL = Schema.sharedTables().stream()
            .map(RowCodec::new)
            .collect(Collectors.toUnmodifiableMap(codec -> codec.table.getName(), Function.identity()));

    private final Table<?> table;
    private final List<Field<?>> fields;
    private final Set<String> names;

    private RowCodec(Table<?> table) {
        this.table = table;
        this.fields = List.of(table.fields());
        this.names = fields.stream().map(Field::getName).collect(Collectors.toUnmodifiableSet());
    }

    /** The codec of a table; null when there is no such table. */
    static @Nullable RowCodec of(String table) {
        return ALL.get(table);
    }

    static RowCodec of(Table<?> table) {
        RowCodec codec = of(table.getName());
        if (codec == null) {
            throw new IllegalArgumentException("no shared table: " + table.getName());
        }
        return codec;
    }

    Table<?> table() {
        return table;
    }

    List<Field<?>> fields() {
        return fields;
    }

    /** Whether the column holds JSON as text. */
    static boolean isJson(Field<?> field) {
        return JSON_COLUMNS.contains(field.getName());
    }

    /**
     * Writes a row as a JSON object.
     *
     * @throws StoreException when a JSON column does not hold JSON
     */
    void write(Record row, JsonGenerator out) {
        out.writeStartObject();
        for (Field<?> field : fields) {
            Object value = row.get(field);
            if (value == null) {
                continue;
            }
            out.writeName(field.getName());
            if (isJson(field)) {
                writeJson(row, field, (String) value, out);
            } else {
                out.writePOJO(value);
            }
        }
        out.writeEndObject();
    }

    private void writeJson(Record row, Field<?> field, String text, JsonGenerator out) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            out.copyCurrentStructureExact(parser);
            if (parser.nextToken() != null) {
                throw new StoreException(where(row, field) + " holds more than one JSON value");
            }
        } catch (JacksonException e) {
            throw new StoreException(where(row, field) + " does not hold JSON: " + e.getOriginalMessage(), e);
        }
    }

    private String where(Record row, Field<?> field) {
        return "The column " + field.getName() + " of the table " + table.getName() + " in the row with "
                + fields.getFirst().getName() + " " + row.get(fields.getFirst());
    }

    /**
     * Reads a row: the value of every column, null where the object has none, in the order of {@link #fields()}.
     *
     * @throws IllegalArgumentException when a column is unknown or a value is of the wrong type
     */
    @Nullable
    Object[] read(JsonNode row) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("a row of " + table.getName() + " has to be a JSON object");
        }
        Set<String> unknown = new HashSet<>(row.propertyNames());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the table " + table.getName() + " has no column " + String.join(", ", unknown));
        }
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = row.get(fields.get(i).getName());
            values[i] = value == null ? null : read(fields.get(i), value);
        }
        return values;
    }

    private @Nullable Object read(Field<?> field, JsonNode value) {
        if (isJson(field)) {
            return JSON.writeValueAsString(value);
        }
        if (value.isNull()) {
            return null;
        }
        Class<?> type = field.getType();
        if (type == String.class && value.isString()) {
            return value.asString();
        }
        if (type == Integer.class && value.canConvertToInt() && value.isIntegralNumber()) {
            return value.intValue();
        }
        if (type == Long.class && value.canConvertToLong() && value.isIntegralNumber()) {
            return value.longValue();
        }
        if (type == Boolean.class && value.isBoolean()) {
            return value.booleanValue();
        }
        throw new IllegalArgumentException("the column " + field.getName() + " of the table " + table.getName()
                + " can't hold " + shortened(value.toString()));
    }

    /** Inserts rows, given as {@link #read} returns them. */
    void insert(DSLContext sql, List<@Nullable Object[]> rows) {
        if (!rows.isEmpty()) {
            sql.batch(
                            sql.insertInto(table).columns(fields).values(new @Nullable Object[fields.size()]),
                            rows.toArray(new @Nullable Object[0][]))
                    .execute();
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
