// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import tools.jackson.databind.JsonNode;

/**
 * Release, or a locale of one, in the v1 API.
 *
 * @param content the content
 * @param dataVersion the release's data version, starting at 1
 */
public record StoredBlob(JsonNode content, long dataVersion) {}
