// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the pieces that releases of all formats are made of. Equal texts become one object. */
final class Json {
    private Json() {}

    /** A value as answers show it; null when it is absent. */
    static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null ? null : text(value);
    }

    /** A value as answers show it: text as it is stored, other values as they are written in JSON. */
    static String text(JsonNode value) {
        if (value.isNull()) {
            // What has always been answered for a value that is stored as null.
            return "None";
        }
        return (value.isValueNode() ? value.asString() : value.toString()).intern();
    }

    static boolean isTrue(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.asBoolean(!value.isMissingNode() && !value.isNull() && !value.isEmpty());
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : array) {
            texts.add(text(value));
        }
        return List.copyOf(texts);
    }

    static Map<String, String> textByKey(JsonNode object) {
        return byKey(object, Json::text);
    }

    static <T> Map<String, T> byKey(JsonNode object, Function<JsonNode, T> reader) {
        Map<String, T> result = new HashMap<>();
        object.forEachEntry((key, value) -> result.put(key.intern(), reader.apply(value)));
        return Map.copyOf(result);
    }
}
