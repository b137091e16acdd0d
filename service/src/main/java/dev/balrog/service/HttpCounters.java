// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the HTTP layer, shared by all event loops of a server. */
final class HttpCounters {

    /** Reason for which the server closes a connection. */
    enum CloseReason {
        /** Request timeout: the client took too long to send a request. */
        REQUEST_TIMEOUT,
        /** Response timeout: the client took too long to receive a response. */
        RESPONSE_TIMEOUT,
        /**
         * Memory limit: all connections together held too many unsent bytes, and this one held the
         * most.
         */
        UNSENT_LIMIT,
        /** Idle timeout: no request arrived in time. */
        IDLE;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    /** Statuses of requests that are rejected before any handler sees them. */
    private static final int[] REJECTIONS = {400, 413, 414, 431, 500, 505};

    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong unsent = new AtomicLong();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);
    private final Map<Integer, LongAdder> rejected = new ConcurrentHashMap<>();

    HttpCounters() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
        for (int status : REJECTIONS) {
            rejected.put(status, new LongAdder());
        }
    }

    /** Returns the counter of open connections. */
    AtomicInteger open() {
        return open;
    }

    /** Returns the counter of connections that were closed because too many were open. */
    LongAdder refused() {
        return refused;
    }

    /**
     * Returns the counter of bytes that all connections hold for their clients, as of the last
     * sweep of each event loop.
     */
    AtomicLong unsent() {
        return unsent;
    }

    /** Returns the counter of connections that were closed for a reason. */
    LongAdder closed(CloseReason reason) {
        return Objects.requireNonNull(closed.get(reason));
    }

    /**
     * Returns the counter of requests that were rejected with a status before any handler saw them.
     */
    LongAdder rejected(int status) {
        return rejected.computeIfAbsent(status, _ -> new LongAdder());
    }

    /** Exports all counters. */
    void watch(ServerMetrics metrics) {
        metrics.gauge("balrog.http.connections", "Open connections.", open::get);
        metrics.gauge(
                "balrog.http.unsent.bytes",
                "Bytes of responses that are not sent yet, and of buffered requests.",
                unsent::get);
        metrics.countedElsewhere(
                "balrog.http.connections.refused",
                "Connections that were closed because too many were open.",
                refused::sum);
        closed.forEach((reason, count) -> metrics.countedElsewhere(
                "balrog.http.connections.closed",
                "Connections that the server closed, by reason.",
                count::sum,
                "reason",
                reason.label));
        rejected.forEach((status, count) -> metrics.countedElsewhere(
                "balrog.http.requests.rejected",
                "Requests that were rejected before they reached a handler, by status.",
                count::sum,
                "status",
                Integer.toString(status)));
    }
}
