// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.service.Answer;
import dev.balrog.service.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * <a href="https://learn.microsoft.com/azure/architecture/patterns/bulkhead">Bulkhead</a> for
 * clients without a login: limits their concurrent requests and the bytes of their responses, so
 * that they can't delay users and service accounts. Requests beyond the limits are rejected with
 * 503 and {@code Retry-After}.
 */
final class AnonymousBulkhead {
    private static final Reply BUSY = Reply.problem(
                    new Problem(
                            503,
                            "Service Unavailable",
                            "Too many concurrent requests without a login; retry later, or log in."),
                    MediaType.JSON)
            .with("Retry-After", "5");

    private final Limits limits;
    private final Semaphore workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder rejected = new LongAdder();

    AnonymousBulkhead(Limits limits) {
        this.limits = limits;
        this.workers = new Semaphore(limits.workers, true);
    }

    /**
     * Limits of clients without a login.
     *
     * @param workers number of concurrent requests
     * @param waiting number of queued requests
     * @param longestWait timeout in the queue
     * @param bodyBytes total size of the responses that are being sent, in bytes
     */
    record Limits(int workers, int waiting, Duration longestWait, long bodyBytes) {
        /**
         * Heap per request, so that half of the capacity for large responses is left for clients
         * with a login.
         */
        private static final long HEAP_PER_WORKER = 256L << 20;

        private static final int MAX_WORKERS = 8;
        private static final int MAX_WAITING = 64;
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
        private static final int BODY_SHARE = 10;

        /** Returns the limits for a process of this size. */
        static Limits of(long maxHeapBytes, int processors) {
            long byHeap = Math.clamp(maxHeapBytes / HEAP_PER_WORKER, 1, MAX_WORKERS);
            return new Limits(
                    // Virtual threads are not preempted: one processor is reserved for other
                    // requests.
                    (int) Math.min(byHeap, Math.max(1, processors - 1)),
                    MAX_WAITING,
                    LONGEST_WAIT,
                    maxHeapBytes / BODY_SHARE);
        }
    }

    /** Processes a request within the limits; blocks. */
    Answer answer(HttpServerRequest request, RequestContext exchange, Supplier<Answer> work)
            throws InterruptedException {
        if (!admitted()) {
            return busy(request);
        }
        Answer answer;
        try {
            if (exchange.isSent()) {
                // The client has disconnected, so no response can be sent.
                return busy(request);
            }
            answer = work.get();
        } finally {
            workers.release();
        }
        long length = answer.body().length();
        long all = bytes.addAndGet(length);
        // A response larger than the limit is sent only while no other one is.
        if (all > limits.bodyBytes && all > length) {
            bytes.addAndGet(-length);
            return busy(request);
        }
        exchange.whenSent(() -> bytes.addAndGet(-length));
        return answer;
    }

    private boolean admitted() throws InterruptedException {
        if (waiting.incrementAndGet() > limits.waiting) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            return workers.tryAcquire(limits.longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Answer busy(HttpServerRequest request) {
        rejected.increment();
        return ResponseEncoder.answer(request, BUSY);
    }

    /** Returns the bytes of the responses that are being sent. */
    long bytes() {
        return bytes.get();
    }

    /** Returns the number of requests that were rejected with 503. */
    long rejected() {
        return rejected.sum();
    }
}
