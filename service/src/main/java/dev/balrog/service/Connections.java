// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one event loop, and their time limits.
 *
 * <p>Limits are checked by a sweep over all connections a few times a second. That costs a request one map lookup and
 * two field writes, where a timer per connection would cost several times that; and unlike a read timeout it also ends
 * connections that send a byte now and then. All methods must be called on the event loop.
 */
final class Connections {

    /** How long a connection whose request was refused may go on sending it, so that the client reads the answer. */
    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();

    private final long requestTimeoutNanos;
    private final long idleTimeoutNanos;
    private final int limit;
    private final AtomicInteger open;
    private final LongAdder refused;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private long now;

    /**
     * @param open counts the open connections of all event loops
     * @param refused counts connections closed because there were too many
     */
    Connections(HttpSettings settings, AtomicInteger open, LongAdder refused, long now) {
        this.requestTimeoutNanos = settings.requestTimeout().toNanos();
        this.idleTimeoutNanos = settings.idleTimeout().toNanos();
        this.limit = settings.maxConnections();
        this.open = open;
        this.refused = refused;
        this.now = now;
    }

    void opened(HttpConnection connection) {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            refused.increment();
            connection.close();
            return;
        }
        peers.put(connection, new Peer(connection, now));
        connection.closeHandler(closed -> {
            if (peers.remove(connection) != null) {
                open.decrementAndGet();
            }
        });
    }

    /** Notes that a request's head has arrived. */
    void received(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            peer.request = request;
            peer.since = now;
        }
    }

    /** Closes the request's connection soon, once the client has had a chance to read the answer. */
    void closeSoon(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            peer.closing = true;
        }
    }

    /** Closes connections that have used up their time. */
    void sweep(long time) {
        now = time;
        List<HttpConnection> expired = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (peer.expired(now, requestTimeoutNanos, idleTimeoutNanos)) {
                expired.add(peer.connection);
            }
        }
        expired.forEach(HttpConnection::close);
    }

    /** Makes the answers that are still to be written say that the connection closes after them. */
    void announceClose() {
        for (Peer peer : peers.values()) {
            HttpServerRequest request = peer.request;
            if (request != null && !request.response().headWritten()) {
                HttpServerResponse response = request.response();
                response.headersEndHandler(head -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
            }
        }
    }

    private static final class Peer {

        private final HttpConnection connection;
        /** When the connection was opened, or its last request's head came, or the sweep found it idle. */
        private long since;

        private boolean fresh = true;
        private boolean closing;
        /** The request being received or answered; the sweep forgets it when that is done. */
        private @Nullable HttpServerRequest request;

        Peer(HttpConnection connection, long since) {
            this.connection = connection;
            this.since = since;
        }

        boolean expired(long now, long requestTimeoutNanos, long idleTimeoutNanos) {
            long age = now - since;
            HttpServerRequest current = request;
            if (current == null) {
                return age > (fresh ? requestTimeoutNanos : idleTimeoutNanos);
            }
            boolean received = current.isEnded();
            if (!current.response().ended()) {
                return !received && age > requestTimeoutNanos;
            }
            if (closing) {
                return received || age > LINGER_NANOS;
            }
            if (!received) {
                return age > requestTimeoutNanos;
            }
            request = null;
            fresh = false;
            since = now;
            return false;
        }
    }
}
