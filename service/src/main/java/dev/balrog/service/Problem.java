// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What went wrong with a request, as a problem document (RFC 7807) of type {@code about:blank}.
 *
 * @param status the HTTP status code
 * @param title what kind of problem it is; null where the reference says nothing
 * @param detail what is wrong with this request
 * @param extensions further members of the document, such as {@code exception}, in their order
 */
public record Problem(int status, @Nullable String title, String detail, Map<String, ?> extensions) {

    /** There is nothing at this path. */
    public static final Problem NOT_FOUND = new Problem(
            404,
            "Not Found",
            "The requested URL was not found on the server. If you entered the URL manually please check your spelling and"
                    + " try again.");

    /** There is something at this path, but this can't be done to it. */
    public static final Problem METHOD_NOT_ALLOWED =
            new Problem(405, "Method Not Allowed", "The method is not allowed for the requested URL.");

    private static final JsonMapper JSON = new JsonMapper();
    private static final FixedHeaders PROBLEM_JSON = FixedHeaders.of("Content-Type", "application/problem+json");
    private static final FixedHeaders PLAIN_JSON = FixedHeaders.of("Content-Type", "application/json");

    public Problem(int status, @Nullable String title, String detail) {
        this(status, title, detail, Map.of());
    }

    /** This document as UTF-8 JSON. */
    public byte[] toJson() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("detail", detail);
        members.put("status", status);
        members.putAll(extensions);
        return JSON.writeValueAsBytes(members);
    }

    /** An answer of media type {@code application/problem+json}. */
    public Answer answer() {
        return new Answer(status, PROBLEM_JSON, Buffer.buffer(toJson()));
    }

    /** An answer of media type {@code application/json}, for clients that expect that of problems too. */
    public Answer plainJsonAnswer() {
        return new Answer(status, PLAIN_JSON, Buffer.buffer(toJson()));
    }
}
