// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change that could be sent to the server.
 *
 * @param method the HTTP method
 * @param uri where to
 * @param body what with; null for none
 */
public record PreparedRequest(
        String method, URI uri, @Nullable JsonNode body) {}
