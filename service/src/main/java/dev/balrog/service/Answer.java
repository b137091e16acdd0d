// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A whole answer to a request. The same one can be sent any number of times.
 *
 * @param status the HTTP status code
 * @param headers its headers; Content-Length, Date and Connection are added when it is sent
 * @param body its body, empty for none
 */
public record Answer(int status, FixedHeaders headers, Buffer body) {

    private static final FixedHeaders PLAIN_TEXT = FixedHeaders.of("Content-Type", "text/plain; charset=utf-8");

    /** An answer of a line of text. */
    public static Answer text(int status, String text) {
        return new Answer(status, PLAIN_TEXT, Buffer.buffer(text));
    }

    /** This answer with more headers, which replace those of the same names. */
    public Answer with(FixedHeaders more) {
        return new Answer(status, headers.and(more), body);
    }

    /** Sends this answer, to a HEAD request without the body. Must be called on the request's event loop. */
    public void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        headers.setOn(response.headers());
        send(request, response, status, body);
    }

    /**
     * Sends an answer whose headers are already set on the response: the same as {@link #send(HttpServerRequest)}
     * without an object per answer. A large body is sent in parts, as the client takes them.
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
