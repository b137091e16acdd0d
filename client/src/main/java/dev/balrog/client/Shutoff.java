// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A product and channel that get no updates at present.
 *
 * @param comment why; null if nobody said
 * @param dataVersion how often it was changed, the first being 1
 */
public record Shutoff(
        String product, String channel, @Nullable String comment, long dataVersion) {

    static Shutoff of(JsonNode node) {
        return new Shutoff(
                Fields.text(node, "product"),
                Fields.text(node, "channel"),
                Fields.textOrNull(node, "comment"),
                Fields.number(node, "data_version"));
    }
}
