// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads members of responses, which may be missing, null, or of another type. */
public final class Fields {

    private Fields() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    public static @Nullable String textOrNull(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    public static long number(JsonNode node, String name) {
        return node.path(name).asLong(0);
    }

    public static @Nullable Long numberOrNull(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? value.asLong() : null;
    }

    public static boolean truth(JsonNode node, String name) {
        return node.path(name).asBoolean(false);
    }

    public static @Nullable Boolean truthOrNull(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isBoolean() ? value.booleanValue() : null;
    }

    /** Returns a time given in milliseconds since the Unix epoch; null if missing. */
    public static @Nullable Instant timeOrNull(JsonNode node, String name) {
        Long millis = numberOrNull(node, name);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    public static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
        List<T> all = new ArrayList<>();
        array.forEach(node -> all.add(element.apply(node)));
        return List.copyOf(all);
    }

    public static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
        Map<String, T> all = new LinkedHashMap<>();
        object.properties().forEach(member -> all.put(member.getKey(), value.apply(member.getValue())));
        return Map.copyOf(all);
    }

    /** Returns a copy of the node if it is an object, else an empty object. */
    public static ObjectNode objectOrEmpty(JsonNode node) {
        return node instanceof ObjectNode object ? object.deepCopy() : object();
    }
}
