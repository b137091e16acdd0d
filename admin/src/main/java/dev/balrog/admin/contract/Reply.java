// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.BodyStream;
import dev.balrog.service.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Response to a call.
 *
 * @param status HTTP status code
 * @param mediaType media type of the body
 * @param body response body; empty for none
 * @param headers additional headers by name, such as {@code X-Data-Version}
 */
public record Reply(int status, MediaType mediaType, Body body, Map<String, String> headers) {

    /**
     * Media type of a body.
     *
     * @param text value of the {@code Content-Type} header
     */
    public record MediaType(String text) {
        public static final MediaType JSON = new MediaType("application/json");
        public static final MediaType PROBLEM = new MediaType("application/problem+json");
        /**
         * Media type of plain text, of empty bodies, and of some JSON responses, as in Mozilla's
         * Balrog.
         */
        public static final MediaType HTML = new MediaType("text/html; charset=utf-8");
        /** Server-sent events. */
        public static final MediaType EVENT_STREAM = new MediaType("text/event-stream");
        /** Lines of JSON. */
        public static final MediaType JSON_LINES = new MediaType("application/x-ndjson");
        /** Plain text without a charset, as in Mozilla's Balrog. */
        public static final MediaType PLAIN = new MediaType("text/plain");
    }

    /** Bytes of a body; must not be modified. */
    public sealed interface Body {
        /** Uncompressed body. */
        @SuppressWarnings("ArrayRecordComponent") // handed on to the socket, never compared
        record Plain(byte[] bytes) implements Body {}

        /**
         * Body compressed with gzip.
         *
         * @param length uncompressed length, in bytes
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on to the socket, never compared
        record Zipped(byte[] bytes, int length) implements Body {}

        /** Body that is written as it is produced. Such a response can be sent once. */
        record Streamed(BodyStream stream) implements Body {}
    }

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Body NOTHING = new Body.Plain(new byte[0]);

    public Reply {
        headers = Map.copyOf(headers);
    }

    /**
     * Returns a 200 response with a value as JSON.
     *
     * @param value a {@code JsonNode}, or any other value that Jackson can serialize
     */
    public static Reply json(Object value) {
        return json(200, value);
    }

    /** Returns a response with a value as JSON. */
    public static Reply json(int status, Object value) {
        return of(status, MediaType.JSON, MAPPER.writeValueAsBytes(value));
    }

    /** Returns a 200 response with streamed JSON, which takes less memory than a complete tree. */
    public static Reply written(Consumer<JsonGenerator> writer) {
        ZippedBytes body = new ZippedBytes();
        try (JsonGenerator json = MAPPER.createGenerator(body)) {
            writer.accept(json);
        }
        return new Reply(200, MediaType.JSON, new Body.Zipped(body.finished(), body.length()), Map.of());
    }

    /** Returns a 200 response with a body that is written as it is produced. */
    public static Reply streamed(MediaType mediaType, BodyStream stream) {
        return new Reply(200, mediaType, new Body.Streamed(stream), Map.of());
    }

    /** Returns a response with a string in UTF-8. */
    public static Reply text(int status, MediaType mediaType, String text) {
        return of(status, mediaType, text.getBytes(UTF_8));
    }

    /** Returns a response with any bytes, which must not be modified afterwards. */
    public static Reply of(int status, MediaType mediaType, byte[] body) {
        return new Reply(status, mediaType, new Body.Plain(body), Map.of());
    }

    /** Returns an empty response, with the media type HTML as in Mozilla's Balrog. */
    public static Reply empty(int status) {
        return new Reply(status, MediaType.HTML, NOTHING, Map.of());
    }

    /** Returns a response with a problem document. */
    public static Reply problem(Problem problem, MediaType mediaType) {
        return of(problem.status(), mediaType, problem.toJson());
    }

    /** Returns the same response with another media type. */
    public Reply as(MediaType other) {
        return new Reply(status, other, body, headers);
    }

    /** Returns the same response with an additional header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, mediaType, body, more);
    }
}
