// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Writes a large body in parts, with back-pressure: the next part is only handed to the socket when the client has taken
 * most of those before. Of a body that many clients are sent there is one copy, however slowly they take it.
 */
public final class BodyWriter {

    /** Bytes that are written at a time; shorter bodies are written at once. */
    static final int PART_BYTES = 32 * 1_024;

    private final HttpServerResponse response;
    private final Buffer body;
    private int sent;

    private BodyWriter(HttpServerResponse response, Buffer body) {
        this.response = response;
        this.body = body;
    }

    /** Writes a body, and ends the response. Must be called on the response's event loop. */
    static void write(HttpServerResponse response, Buffer body) {
        response.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        new BodyWriter(response, body).writeOn();
    }

    /** Returns a buffer of these bytes, without a copy; they must not be changed any more. */
    public static Buffer shared(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes)));
    }

    private void writeOn() {
        while (!response.closed() && !response.ended()) {
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> writeOn());
                return;
            }
            int end = Math.min(sent + PART_BYTES, body.length());
            Buffer part = body.slice(sent, end);
            sent = end;
            if (end == body.length()) {
                response.drainHandler(null);
                response.end(part);
                return;
            }
            response.write(part);
        }
    }
}
