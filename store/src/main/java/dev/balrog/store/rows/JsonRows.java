// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import org.jooq.Field;
import org.jooq.Record;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Conversion of rows to the JSON of the APIs: objects by column name, including nulls. */
public final class JsonRows {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonRows() {}

    /** Returns a row as an object with a member for each column. */
    public static ObjectNode object(Record row) {
        ObjectNode object = NODES.objectNode();
        for (Field<?> field : row.fields()) {
            put(object, field.getName(), row.get(field));
        }
        return object;
    }

    /** Returns rows as an array of objects. */
    public static ArrayNode array(Iterable<? extends Record> rows) {
        ArrayNode array = NODES.arrayNode();
        rows.forEach(row -> array.add(object(row)));
        return array;
    }

    @SuppressWarnings("NullAway") // Values from jOOQ may be null, but jOOQ does not annotate them.
    private static void put(ObjectNode object, String name, Object value) {
        switch (value) {
            case null -> object.putNull(name);
            case Integer number -> object.put(name, number);
            case Long number -> object.put(name, number);
            case Boolean flag -> object.put(name, flag);
            case String text -> object.put(name, text);
            default -> throw new IllegalArgumentException(name + " is a " + value.getClass());
        }
    }
}
