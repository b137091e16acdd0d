// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON documents in string fields, which the v1 API uses for releases and options. */
final class JsonField {
    private JsonField() {}

    /** Returns the parsed value of a field; null if it is absent, null, blank, or contains null. */
    static @Nullable JsonNode read(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isString() || value.asString().isBlank()) {
            return value.isContainer() ? value : null;
        }
        try {
            JsonNode json = StrictJson.parse(value.asString());
            return json.isNull() ? null : json;
        } catch (StrictJson.MalformedException e) {
            throw Rejections.bad(field + ": not valid JSON: " + e.getMessage());
        }
    }

    /** Returns an object in a field; null as for {@link #read}. */
    static @Nullable ObjectNode object(JsonNode body, String field) {
        JsonNode value = read(body, field);
        if (value != null && !value.isObject()) {
            throw Rejections.bad(field + ": expected an object");
        }
        return (ObjectNode) value;
    }

    /** Returns the list of strings in a field; empty if it is absent. */
    static List<String> texts(JsonNode body, String field) {
        JsonNode value = read(body, field);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isString()) {
                throw Rejections.bad(field + ": expected a list of strings");
            }
            texts.add(element.asString());
        }
        if (!value.isArray()) {
            throw Rejections.bad(field + ": expected a list of strings");
        }
        return texts;
    }
}
