// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.service.BodyStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Response to a call that takes seconds, as lines of JSON: lines with the progress, which a slow
 * client gets fewer of, and a last one with the result or the problem.
 */
final class ProgressStream implements BodyStream {
    /** Shortest time between two lines. */
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
    private volatile Buffer progress = Buffer.buffer();
    private volatile @Nullable Buffer end;
    private volatile @Nullable Running running;

    private record Running(Context eventLoop, HttpServerRequest request) {}

    /**
     * Writes the progress soon, unless it was written a moment ago. Thread-safe.
     *
     * @param evaluated number of requests that have been evaluated
     * @param requests number of requests to evaluate
     */
    void advanced(int evaluated, int requests) {
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL.toNanos())) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.putObject("progress").put("evaluated", evaluated).put("requests", requests);
            progress = line(line);
            wake();
        }
    }

    /** Writes the last line, and ends the response. */
    void end(ObjectNode lastLine) {
        end = line(lastLine);
        wake();
    }

    private static Buffer line(ObjectNode line) {
        return Buffer.buffer(line + "\n");
    }

    @Override
    public void start(HttpServerRequest request) {
        running =
                new Running(Objects.requireNonNull(Vertx.currentContext(), "called outside of an event loop"), request);
        write(request.response());
    }

    private void wake() {
        Running current = running;
        if (current != null) {
            current.eventLoop.runOnContext(_ -> write(current.request.response()));
        }
    }

    /** Writes what is new. Runs on the event loop. */
    private void write(HttpServerResponse response) {
        if (response.closed() || response.ended()) {
            return;
        }
        Buffer last = end;
        if (last != null) {
            response.end(last);
        } else if (progress.length() > 0 && !response.writeQueueFull()) {
            response.write(progress);
            progress = Buffer.buffer();
        }
    }

    /** Does nothing: the work ends by itself when the client has disconnected. */
    @Override
    public void close() {}
}
