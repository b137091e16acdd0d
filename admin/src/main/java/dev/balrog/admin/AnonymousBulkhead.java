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
 * Bulkhead of clients without a login: bounds the requests of theirs that are worked on, and the bytes of their
 * responses, so that people and build machines are served whatever others ask for. Beyond its limits, requests are
 * answered 503 with {@code Retry-After}.
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
     * @param workers requests that are worked on at a time
     * @param waiting requests that may wait for that
     * @param longestWait how long they may
     * @param bodyBytes bytes of the responses that are sent at a time
     */
    record Limits(int workers, int waiting, Duration longestWait, long bodyBytes) {
        /** Half of what there is for large responses: the others are for those who log in. */
        private static final long HEAP_PER_WORKER = 256L << 20;

        private static final int MAX_WORKERS = 8;
        private static final int MAX_WAITING = 64;
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
        private static final int BODY_SHARE = 10;

        /** Returns the limits for a process of this size. */
        static Limits of(long maxHeapBytes, int processors) {
            long byHeap = Math.clamp(maxHeapBytes / HEAP_PER_WORKER, 1, MAX_WORKERS);
            return new Limits(
                    // Virtual threads are not preempted: one processor is left for others.
                    (int) Math.min(byHeap, Math.max(1, processors - 1)),
                    MAX_WAITING,
                    LONGEST_WAIT,
                    maxHeapBytes / BODY_SHARE);
        }
    }

    /** Has a request worked on within the limits; blocks. */
    Answer answer(HttpServerRequest request, RequestContext exchange, Supplier<Answer> work)
            throws InterruptedException {
        if (!admitted()) {
            return busy(request);
        }
        Answer answer;
        try {
            if (exchange.isSent()) {
                // The client has gone, and nothing is sent any more.
                return busy(request);
            }
            answer = work.get();
        } finally {
            workers.release();
        }
        long length = answer.body().length();
        long all = bytes.addAndGet(length);
        // One that is larger than the limit is sent alone.
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

    /** Bytes of the responses that are sent now. */
    long bytes() {
        return bytes.get();
    }

    /** Requests that were answered 503. */
    long rejected() {
        return rejected.sum();
    }
}
