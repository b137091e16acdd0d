// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.row;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Conversion of the columns that contain JSON as a string. */
public final class StoredJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StoredJson() {}

    /** Parses JSON. Mozilla's Balrog stores null both as SQL NULL and as JSON null. */
    public static @Nullable JsonNode read(String text) {
        JsonNode json = JSON.readTree(text);
        return json.isNull() ? null : json;
    }

    /** Returns the stored form. */
    public static String write(JsonNode json) {
        return JSON.writeValueAsString(json);
    }
}
