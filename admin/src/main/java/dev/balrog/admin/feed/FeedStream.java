// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.feed;

import dev.balrog.admin.feed.EventRing.Next;
import dev.balrog.service.BodyStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stream of events to one reader. */
public final class FeedStream implements BodyStream {
    private final EventRing events;
    private final Audience audience;
    private final boolean seesNames;
    private final Buffer greeting;
    private final long openedAt;
    private final Runnable onLag;
    private final Consumer<FeedStream> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether a task that writes is queued on the event loop. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private volatile @Nullable Running running;

    private record Running(Context eventLoop, HttpServerRequest request) {}

    // Used by the event loop only.
    private long position;

    /**
     * Creates a stream.
     *
     * @param seesNames whether the reader may see user names
     * @param greeting first event
     * @param position position of the second event
     * @param onLag called when the reader is too slow
     * @param onClose called once, when the stream is closed
     */
    FeedStream(
            EventRing events,
            Audience audience,
            boolean seesNames,
            Buffer greeting,
            long position,
            long openedAt,
            Runnable onLag,
            Consumer<FeedStream> onClose) {
        this.events = events;
        this.audience = audience;
        this.seesNames = seesNames;
        this.greeting = greeting;
        this.position = position;
        this.openedAt = openedAt;
        this.onLag = onLag;
        this.onClose = onClose;
    }

    boolean isLoggedIn() {
        return audience.isLoggedIn();
    }

    /** Returns the time of its opening, in nanoseconds. */
    long openedAt() {
        return openedAt;
    }

    @Override
    public void start(HttpServerRequest request) {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext(), "called outside of an event loop");
        request.response().write(greeting);
        running = new Running(eventLoop, request);
        if (closed.get()) {
            request.response().end();
        } else {
            write(request);
        }
    }

    /** Writes new events soon. */
    void wake() {
        Running current = running;
        if (current != null && woken.compareAndSet(false, true)) {
            current.eventLoop.runOnContext(_ -> {
                woken.set(false);
                write(current.request);
            });
        }
    }

    /** Sends bytes between events, unless the reader is slow. */
    void send(Buffer bytes) {
        Running current = running;
        if (current != null) {
            current.eventLoop.runOnContext(_ -> {
                HttpServerResponse response = current.request.response();
                if (isOpen(response) && !response.writeQueueFull()) {
                    response.write(bytes);
                }
            });
        }
    }

    private static boolean isOpen(HttpServerResponse response) {
        return !response.closed() && !response.ended();
    }

    private void write(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        while (isOpen(response)) {
            switch (events.at(position)) {
                case Next.None() -> {
                    return;
                }
                case Next.Event _
                when response.writeQueueFull() -> {
                    if (events.isLagging(position)) {
                        endLagging();
                    } else {
                        response.drainHandler(_ -> write(request));
                    }
                    return;
                }
                case Next.Lagging() -> {
                    endLagging();
                    return;
                }
                case Next.Event(FeedEvent event) -> {
                    position++;
                    event.forReader(audience, seesNames).ifPresent(response::write);
                }
            }
        }
    }

    private void endLagging() {
        if (!closed.get()) {
            onLag.run();
            close();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        onClose.accept(this);
        Running current = running;
        if (current != null) {
            current.eventLoop.runOnContext(_ -> {
                if (isOpen(current.request.response())) {
                    current.request.response().end();
                }
            });
        }
    }
}
