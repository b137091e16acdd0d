// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Change that could be sent to the server.
 *
 * @param method the HTTP method
 * @param uri the URL
 * @param body the JSON body; null for none
 */
public record PreparedRequest(
        String method, URI uri, @Nullable JsonNode body) {}
