// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * HTTP response. The same object can be sent any number of times, unless its body is streamed.
 *
 * @param status the HTTP status code
 * @param headers its headers; Content-Length, Date and Connection are added when it is sent
 * @param body its body, empty for none
 * @param stream its body if it is streamed; null for a complete one
 */
public record Answer(
        int status,
        FixedHeaders headers,
        Buffer body,
        @Nullable BodyStream stream) {

    private static final FixedHeaders PLAIN_TEXT = FixedHeaders.of("Content-Type", "text/plain; charset=utf-8");

    /** Creates a complete response. */
    public Answer(int status, FixedHeaders headers, Buffer body) {
        this(status, headers, body, null);
    }

    /** Returns a response whose body is streamed, and that can be sent once. */
    public static Answer streamed(int status, FixedHeaders headers, BodyStream stream) {
        return new Answer(status, headers, Buffer.buffer(), stream);
    }

    /** Returns a plain-text response of one line. */
    public static Answer text(int status, String text) {
        return new Answer(status, PLAIN_TEXT, Buffer.buffer(text));
    }

    /** Returns this response with more headers, which replace those of the same names. */
    public Answer with(FixedHeaders more) {
        return new Answer(status, headers.and(more), body, stream);
    }

    /**
     * Sends this response, without the body for a HEAD request. Must be called on the request's
     * event loop.
     */
    public void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers.setOn(response.headers());
        if (stream == null) {
            send(request, response, status, body);
        } else if (HttpMethod.HEAD.equals(request.method())) {
            response.setStatusCode(status).end();
        } else {
            response.setStatusCode(status).setChunked(true);
            stream.start(request);
        }
    }

    /**
     * Sends a response whose headers are already set: the same as {@link #send(HttpServerRequest)}
     * without an object per response. A large body is sent in parts, with back-pressure.
     */
    public static void send(HttpServerRequest request, HttpServerResponse response, int status, Buffer body) {
        response.setStatusCode(status);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            response.end();
        } else if (body.length() > BodyWriter.PART_BYTES) {
            BodyWriter.write(response, body);
        } else {
            response.end(body);
        }
    }
}
