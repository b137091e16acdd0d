// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problem document (RFC 9457) of type {@code about:blank} for a failed request.
 *
 * @param status the HTTP status code
 * @param title the kind of problem; null where Mozilla's Balrog has none
 * @param detail explanation of the problem with this request
 * @param extensions further members of the document, such as {@code exception}, in their order
 */
public record Problem(int status, @Nullable String title, String detail, Map<String, ?> extensions) {

    /** Problem of an unknown path. */
    public static final Problem NOT_FOUND = new Problem(
            404,
            "Not Found",
            "The requested URL was not found on the server. If you entered the URL manually please check your spelling and"
                    + " try again.");

    /** Problem of a known path that does not support the method. */
    public static final Problem METHOD_NOT_ALLOWED =
            new Problem(405, "Method Not Allowed", "The method is not allowed for the requested URL.");

    private static final JsonMapper JSON = new JsonMapper();
    private static final FixedHeaders PROBLEM_JSON = FixedHeaders.of("Content-Type", "application/problem+json");
    private static final FixedHeaders PLAIN_JSON = FixedHeaders.of("Content-Type", "application/json");

    public Problem(int status, @Nullable String title, String detail) {
        this(status, title, detail, Map.of());
    }

    /** Returns this document as UTF-8 JSON. */
    public byte[] toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("detail", detail);
        members.put("status", status);
        members.putAll(extensions);
        return JSON.writeValueAsBytes(members);
    }

    /** Returns a response of media type {@code application/problem+json}. */
    public Answer answer() {
        return new Answer(status, PROBLEM_JSON, Buffer.buffer(toJson()));
    }

    /**
     * Returns a response of media type {@code application/json}, for clients that expect it of
     * problems too.
     */
    public Answer plainJsonAnswer() {
        return new Answer(status, PLAIN_JSON, Buffer.buffer(toJson()));
    }
}
