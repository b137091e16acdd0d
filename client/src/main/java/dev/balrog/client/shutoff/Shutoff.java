// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.shutoff;

import dev.balrog.client.transport.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Active emergency shutoff of a product and channel.
 *
 * @param comment the reason; null if none was given
 * @param dataVersion the data version, starting at 1
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
