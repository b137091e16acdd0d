// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a request body into memory, on its event loop. */
final class BodyReader {
    private static final int FIRST_BYTES = 8_192;

    private final long maxBytes;
    private byte[] bytes;
    private int length;
    private boolean done;

    private BodyReader(long announced, long maxBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[announced < 0 ? FIRST_BYTES : Math.toIntExact(announced)];
    }

    /**
     * Reads the body of a paused request.
     *
     * @param announced announced size in bytes; negative if unknown
     * @param whole receiver of the complete body
     * @param tooLong callback for a body over the limit, the rest of which is discarded
     * @param broken callback for a client that disconnects before the body is complete
     */
    static void read(
            HttpServerRequest request,
            long announced,
            long maxBytes,
            Consumer<byte[]> whole,
            Runnable tooLong,
            Runnable broken) {
        if (request.response().closed()) {
            broken.run();
            return;
        }
        BodyReader reader = new BodyReader(announced, maxBytes);
        request.exceptionHandler(error -> reader.finish(broken));
        request.handler(chunk -> reader.add(chunk, tooLong));
        request.endHandler(end -> reader.finish(() -> whole.accept(reader.taken())));
        request.resume();
    }

    private void add(Buffer chunk, Runnable tooLong) {
        if (done) {
            return;
        }
        if ((long) length + chunk.length() > maxBytes) {
            bytes = new byte[0];
            finish(tooLong);
            return;
        }
        int needed = length + chunk.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, 2L * bytes.length), maxBytes));
        }
        chunk.getBytes(bytes, length);
        length = needed;
    }

    private void finish(Runnable then) {
        if (!done) {
            done = true;
            then.run();
        }
    }

    /** Returns the bytes, and releases them here. */
    private byte[] taken() {
        byte[] all = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        return all;
    }
}
