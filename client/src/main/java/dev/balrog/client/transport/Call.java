// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Request to the API.
 *
 * @param method the HTTP method
 * @param target the encoded path and query below the API's root
 * @param body the JSON body; null for none
 */
public record Call(String method, String target, @Nullable JsonNode body) {

    public static Call get(Object... path) {
        return new Call("GET", path(path), null);
    }

    public static Call head(Object... path) {
        return new Call("HEAD", path(path), null);
    }

    public static Call delete(Object... path) {
        return new Call("DELETE", path(path), null);
    }

    public static Call put(JsonNode body, Object... path) {
        return new Call("PUT", path(path), body);
    }

    public static Call post(JsonNode body, Object... path) {
        return new Call("POST", path(path), body);
    }

    /** Returns the same call with a query parameter added; unchanged if the value is null. */
    public Call with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        String separator = target.contains("?") ? "&" : "?";
        return new Call(method, target + separator + name + "=" + encoded(value.toString()), body);
    }

    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    URI uri(URI apiRoot) {
        return URI.create(apiRoot.toString().replaceFirst("/+$", "") + target);
    }

    /** Joins path segments, which may be any strings, percent-encoded. */
    private static String path(Object... segments) {
        return Arrays.stream(segments)
                .map(segment -> segment instanceof ObjectKind kind ? kind.path() : encoded(segment.toString()))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
