// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import dev.balrog.service.HttpCounters.CloseReason;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Open connections of one event loop, and their limits.
 *
 * <p>A sweep over all connections checks the limits a few times a second. It costs a request one
 * map lookup and two field writes, where a timer per connection would cost several times that.
 * Unlike a read timeout, it also closes connections that send or receive a byte now and then. All
 * methods must be called on the event loop.
 */
final class Connections {

    /**
     * Maximum time for a client to continue sending a rejected request, so that it reads the
     * response.
     */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    /**
     * Media type of responses that may take any time, as long as the client receives what is
     * written.
     */
    private static final String EVENT_STREAM = "text/event-stream";

    private final long requestTimeoutNanos;
    private final long responseTimeoutNanos;
    private final long idleTimeoutNanos;
    private final int limit;
    private final long unsentLimit;
    private final HttpCounters counters;
    private final @Nullable FastPath fastPath;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private long unsent;
    private long now;

    Connections(HttpSettings settings, HttpCounters counters, @Nullable FastPath fastPath, long now) {
        this.requestTimeoutNanos = settings.requestTimeout().toNanos();
        this.responseTimeoutNanos = settings.responseTimeout().toNanos();
        this.idleTimeoutNanos = settings.idleTimeout().toNanos();
        this.limit = settings.maxConnections();
        this.unsentLimit = settings.maxUnsentBytes() / settings.eventLoops();
        this.counters = counters;
        this.fastPath = fastPath;
        this.now = now;
    }

    void opened(HttpConnection connection) {
        if (counters.open().incrementAndGet() > limit) {
            counters.open().decrementAndGet();
            counters.refused().increment();
            connection.close();
            return;
        }
        peers.put(connection, new Peer(connection, FlowControl.install(connection, fastPath), now));
        connection.closeHandler(closed -> {
            if (peers.remove(connection) != null) {
                counters.open().decrementAndGet();
            }
        });
    }

    /** Records that a request's head has arrived. */
    void received(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            peer.request = request;
            peer.since = now;
        }
    }

    /** Closes the request's connection after a delay in which the client can read the response. */
    void closeSoon(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            peer.closing = true;
        }
    }

    /**
     * Closes connections that have timed out, and those that hold the most memory while the total
     * exceeds its limit.
     */
    void sweep(long time) {
        now = time;
        List<Peer> expired = new ArrayList<>();
        List<Peer> holding = new ArrayList<>();
        long sum = 0;
        for (Peer peer : peers.values()) {
            peer.look(now);
            peer.reason = reasonToClose(peer);
            if (peer.reason != null) {
                expired.add(peer);
            } else if (peer.holds > 0) {
                holding.add(peer);
                sum += peer.holds;
            }
        }
        if (sum > unsentLimit) {
            holding.sort(Comparator.comparingLong((Peer peer) -> peer.holds).reversed());
            for (Peer peer : holding) {
                if (sum <= unsentLimit) {
                    break;
                }
                sum -= peer.holds;
                peer.reason = CloseReason.UNSENT_LIMIT;
                expired.add(peer);
            }
        }
        counters.unsent().addAndGet(sum - unsent);
        unsent = sum;
        expired.forEach(this::close);
    }

    private void close(Peer peer) {
        CloseReason reason = peer.reason;
        if (reason != null && !peer.counted) {
            peer.counted = true;
            if (!peer.closing) {
                counters.closed(reason).increment();
            }
        }
        if (peer.holds > 0 || reason == CloseReason.RESPONSE_TIMEOUT) {
            peer.flow.abort();
        } else {
            peer.connection.close();
        }
    }

    /** Adds {@code Connection: close} to the responses that are still to be written. */
    void announceClose() {
        if (fastPath != null) {
            fastPath.close();
        }
        for (Peer peer : peers.values()) {
            HttpServerRequest request = peer.request;
            if (request != null && !request.response().headWritten()) {
                HttpServerResponse response = request.response();
                response.headersEndHandler(head -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            }
        }
    }

    private @Nullable CloseReason reasonToClose(Peer peer) {
        if (now - peer.takenSince > responseTimeoutNanos) {
            return CloseReason.RESPONSE_TIMEOUT;
        }
        long age = now - peer.since;
        HttpServerRequest current = peer.request;
        if (current == null) {
            if (peer.holds > 0) {
                return null;
            }
            return peer.fresh
                    ? age > requestTimeoutNanos ? CloseReason.REQUEST_TIMEOUT : null
                    : age > idleTimeoutNanos ? CloseReason.IDLE : null;
        }
        boolean received = current.isEnded();
        HttpServerResponse response = current.response();
        if (!response.ended()) {
            if (peer.streams(current)) {
                return !peer.endless && now - peer.streamedSince > responseTimeoutNanos
                        ? CloseReason.RESPONSE_TIMEOUT
                        : null;
            }
            if (response.headWritten()) {
                peer.streamed = current;
                peer.streamedSince = now;
                peer.endless = EVENT_STREAM.equals(response.headers().get(HttpHeaders.CONTENT_TYPE));
                return null;
            }
            return !received && age > requestTimeoutNanos ? CloseReason.REQUEST_TIMEOUT : null;
        }
        if (peer.closing) {
            return received || age > LINGER_NANOS ? CloseReason.REQUEST_TIMEOUT : null;
        }
        if (!received) {
            return age > requestTimeoutNanos ? CloseReason.REQUEST_TIMEOUT : null;
        }
        peer.request = null;
        peer.fresh = false;
        peer.since = now;
        return null;
    }

    private static final class Peer {

        private final HttpConnection connection;
        private final FlowControl flow;
        /**
         * Time at which the connection was opened, its last request's head arrived, or the sweep
         * found it idle.
         */
        private long since;

        private boolean fresh = true;
        private boolean closing;
        private boolean counted;
        private @Nullable CloseReason reason;
        /** Request that is being received or answered; the sweep clears it afterwards. */
        private @Nullable HttpServerRequest request;
        /** Request whose response is written in parts. */
        private @Nullable HttpServerRequest streamed;

        private long streamedSince;
        /** Whether that response may take any time. */
        private boolean endless;
        /** Number of requests that the fast path had answered at the last sweep. */
        private long answeredFast;
        /** Memory that the connection holds, in bytes. */
        private long holds;
        /** Number of written bytes that the client has to receive before the response timeout. */
        private long mark;
        /** Time at which the client had received everything before the mark. */
        private long takenSince;

        Peer(HttpConnection connection, FlowControl flow, long since) {
            this.connection = connection;
            this.flow = flow;
            this.since = since;
            this.takenSince = since;
        }

        @SuppressWarnings("ReferenceEquality") // requests are compared by identity
        boolean streams(HttpServerRequest current) {
            return streamed == current;
        }

        void look(long now) {
            long unsent = flow.unsentBytes();
            long written = flow.writtenBytes();
            holds = unsent + flow.heldBytes();
            if (flow.answeredFast() != answeredFast) {
                answeredFast = flow.answeredFast();
                fresh = false;
                if (request == null) {
                    since = now;
                }
            }
            if (unsent == 0 || written - unsent >= mark) {
                mark = written;
                takenSince = now;
            }
        }
    }
}
