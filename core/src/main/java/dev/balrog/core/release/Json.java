// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Helpers that read values of releases of all formats. Strings are interned. */
final class Json {
    private Json() {}

    /** Returns a value as responses show it; null when it is absent. */
    static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value == null ? null : text(value);
    }

    /** Returns a value as responses show it: strings as stored, other values as JSON. */
    static String text(JsonNode value) {
        if (value.isNull()) {
            // Mozilla's Balrog responds with Python's None for a value that is stored as null.
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
