// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import tools.jackson.databind.JsonNode;

/**
 * A release, or a locale of one, as the v1 API gives it.
 *
 * @param content what it holds
 * @param dataVersion how often the release was changed, the first being 1
 */
public record StoredBlob(JsonNode content, long dataVersion) {}
