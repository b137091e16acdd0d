// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to a call.
 *
 * @param status HTTP status code
 * @param mediaType what the body is called
 * @param body the body, empty for none
 * @param headers further headers by name, such as {@code X-Data-Version}
 */
public record Reply(int status, MediaType mediaType, Body body, Map<String, String> headers) {

    /**
     * What a body is called.
     *
     * @param text the value of the header {@code Content-Type}
     */
    public record MediaType(String text) {
        public static final MediaType JSON = new MediaType("application/json");
        public static final MediaType PROBLEM = new MediaType("application/problem+json");
        /** What the API calls plain texts, empty bodies, and a part of its JSON. */
        public static final MediaType HTML = new MediaType("text/html; charset=utf-8");
        /** A text for people; its charset has never been said. */
        public static final MediaType PLAIN = new MediaType("text/plain");
    }

    /** The bytes of a body, which must not be changed any more. */
    public sealed interface Body {
        /** As they are. */
        @SuppressWarnings("ArrayRecordComponent") // handed on to the socket, never compared
        record Plain(byte[] bytes) implements Body {}

        /**
         * Compressed by gzip.
         *
         * @param length how many there are when they are unpacked
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on to the socket, never compared
        record Zipped(byte[] bytes, int length) implements Body {}
    }

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Body NOTHING = new Body.Plain(new byte[0]);

    public Reply {
        headers = Map.copyOf(headers);
    }

    /**
     * 200 with a value as JSON.
     *
     * @param value a {@code JsonNode}, or anything else that Jackson can write
     */
    public static Reply json(Object value) {
        return json(200, value);
    }

    /** A value as JSON. */
    public static Reply json(int status, Object value) {
        return of(status, MediaType.JSON, MAPPER.writeValueAsBytes(value));
    }

    /** 200 with JSON that is written piece by piece, since all of it at once would take much more room. */
    public static Reply written(Consumer<JsonGenerator> writer) {
        ZippedBytes body = new ZippedBytes();
        try (JsonGenerator json = MAPPER.createGenerator(body)) {
            writer.accept(json);
        }
        return new Reply(200, MediaType.JSON, body.finished(), Map.of());
    }

    /** JSON that is already text. */
    public static Reply jsonText(int status, String json) {
        return text(status, MediaType.JSON, json);
    }

    /** A text. */
    public static Reply text(int status, MediaType mediaType, String text) {
        return of(status, mediaType, text.getBytes(UTF_8));
    }

    /** Anything; it must not be changed any more. */
    public static Reply of(int status, MediaType mediaType, byte[] body) {
        return new Reply(status, mediaType, new Body.Plain(body), Map.of());
    }

    /** No body, but still called HTML. */
    public static Reply empty(int status) {
        return new Reply(status, MediaType.HTML, NOTHING, Map.of());
    }

    /** A problem document. */
    public static Reply problem(Problem problem, MediaType mediaType) {
        return of(problem.status(), mediaType, problem.toJson());
    }

    /** The same answer, called something else. */
    public Reply as(MediaType other) {
        return new Reply(status, other, body, headers);
    }

    /** The same answer with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, mediaType, body, more);
    }
}
