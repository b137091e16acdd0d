// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.permission;

import dev.balrog.client.transport.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Number of signoffs that changes of a product require.
 *
 * @param channel the channel; null for signoffs of permission changes
 * @param role the role of the signers
 * @param signoffs the number of signoffs
 * @param dataVersion the data version, starting at 1
 */
public record RequiredSignoff(String product, @Nullable String channel, String role, long signoffs, long dataVersion) {

    static RequiredSignoff of(JsonNode node) {
        return new RequiredSignoff(
                Fields.text(node, "product"),
                Fields.textOrNull(node, "channel"),
                Fields.text(node, "role"),
                Fields.number(node, "signoffs_required"),
                Fields.number(node, "data_version"));
    }
}
