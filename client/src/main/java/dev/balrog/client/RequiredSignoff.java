// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many must sign changes that affect a product.
 *
 * @param channel for which channel; null where it is about permissions
 * @param role in which role they must sign
 * @param signoffs how many
 * @param dataVersion how often it was changed, the first being 1
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
