// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Writes a large body in parts, with back-pressure: the next part is passed to the socket only when
 * the client has received most of the previous ones. Clients share one copy of a body, however
 * slowly they receive it.
 */
public final class BodyWriter {

    /** Size of a part, in bytes; shorter bodies are written at once. */
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

    /**
     * Returns a buffer that wraps these bytes without a copy; they must not be modified afterwards.
     */
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
