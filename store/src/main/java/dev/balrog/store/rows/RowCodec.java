// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import dev.balrog.store.JsonColumns;
import dev.balrog.store.schema.ReferenceTables;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codec for the rows of one table as JSON: an object by column name, where nulls are omitted,
 * booleans are JSON booleans, and JSON columns are nested JSON.
 */
public final class RowCodec {
    /** Mapper that preserves every number in the JSON of the database. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Map<String, RowCodec> ALL = ReferenceTables.shared().stream()
            .map(RowCodec::new)
            .collect(Collectors.toUnmodifiableMap(codec -> codec.table.getName(), Function.identity()));

    private final Table<?> table;
    private final List<Field<?>> fields;
    private final List<String> names;

    private RowCodec(Table<?> table) {
        this.table = table;
        this.fields = List.of(table.fields());
        this.names = fields.stream().map(Field::getName).toList();
    }

    /** Returns the codec of a table; null when there is no such table. */
    public static @Nullable RowCodec of(String table) {
        return ALL.get(table);
    }

    /** Returns the codec of a table. */
    public static RowCodec of(Table<?> table) {
        RowCodec codec = of(table.getName());
        if (codec == null) {
            throw new IllegalArgumentException("no shared table: " + table.getName());
        }
        return codec;
    }

    /** Returns the table. */
    public Table<?> table() {
        return table;
    }

    /** Returns the columns, in the order of the values of a row. */
    public List<Field<?>> fields() {
        return fields;
    }

    /**
     * Writes a row as one line: {@code {"table": …, "row": {…}}}. Invalid JSON in a JSON column is
     * written as a string after the row, as {@code "raw": {column: text}}.
     */
    public void writeLine(Record row, OutputStream out) {
        Map<String, String> raw = new LinkedHashMap<>();
        try (JsonGenerator json =
                JSON.writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET).createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("table", table.getName());
            json.writeObjectPropertyStart("row");
            for (Field<?> field : fields) {
                Object value = row.get(field);
                if (value == null) {
                    continue;
                }
                if (!JsonColumns.isJson(field)) {
                    json.writePOJOProperty(field.getName(), value);
                } else if (isJson((String) value)) {
                    json.writeName(field.getName());
                    writeJson((String) value, json);
                } else {
                    raw.put(field.getName(), (String) value);
                }
            }
            json.writeEndObject();
            if (!raw.isEmpty()) {
                json.writePOJOProperty("raw", raw);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            boolean any = parser.nextToken() != null;
            parser.skipChildren();
            return any && parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    private static void writeJson(String text, JsonGenerator json) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            json.writeRawValue(text);
            return;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            json.copyCurrentStructureExact(parser);
        }
    }

    /**
     * Reads a line written by {@link #writeLine}, or a row without its line: see
     * {@link #read(JsonNode)}.
     *
     * @throws IllegalArgumentException when a column is unknown or a value has the wrong type
     */
    @Nullable
    public Object[] read(JsonNode row, @Nullable JsonNode raw) {
        @Nullable Object[] values = read(row);
        if (raw != null) {
            for (Map.Entry<String, JsonNode> column : raw.properties()) {
                int index = names.indexOf(column.getKey());
                if (index < 0
                        || !JsonColumns.isJson(fields.get(index))
                        || !column.getValue().isString()) {
                    throw new IllegalArgumentException("the column " + column.getKey() + " of " + table.getName()
                            + " can't be given as a raw string");
                }
                values[index] = column.getValue().asString();
            }
        }
        return values;
    }

    /**
     * Reads a row: the value of every column in the order of {@link #fields()}; null where the
     * object has none.
     *
     * @throws IllegalArgumentException when a column is unknown or a value has the wrong type
     */
    @Nullable
    public Object[] read(JsonNode row) {
        if (!row.isObject()) {
            throw new IllegalArgumentException("a row of " + table.getName() + " has to be a JSON object");
        }
        Set<String> unknown = new HashSet<>(row.propertyNames());
        names.forEach(unknown::remove);
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
        if (JsonColumns.isJson(field)) {
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

    /** Returns the row with the values from {@link #read} as a record. */
    public Record record(@Nullable Object[] values) {
        Record row = DSL.using(SQLDialect.DEFAULT).newRecord(fields);
        row.fromArray(values);
        return row;
    }

    /** Inserts rows with the values from {@link #read}. */
    public void insert(DSLContext sql, List<@Nullable Object[]> rows) {
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
