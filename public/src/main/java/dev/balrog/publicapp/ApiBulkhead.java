// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.BodyWriter;
import dev.balrog.service.Problem;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Bulkhead of the read-only API: bounds what it takes from the process that serves updates. Few queries run at a time,
 * equal requests that come meanwhile share one query, and equal responses share one body, however many clients take it
 * and however slowly. Beyond its limits, requests are answered 503 with {@code Retry-After}.
 *
 * @see <a href="https://learn.microsoft.com/azure/architecture/patterns/bulkhead">Bulkhead pattern</a>
 */
final class ApiBulkhead {
    private static final PublicAnswer BUSY = PublicAnswer.problem(new Problem(
                    503, "Service Unavailable", "Too many concurrent requests to the read-only API; retry later."))
            .with("Cache-Control", "no-store")
            .with("Retry-After", "5");

    private final Limits limits;
    private final Semaphore workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder rejected = new LongAdder();

    // Guarded by this.
    private final Map<Object, CompletableFuture<SharedAnswer>> running = new HashMap<>();
    private final Map<Object, SharedAnswer> sent = new HashMap<>();
    private long bytes;

    ApiBulkhead(Limits limits) {
        this.limits = limits;
        this.workers = new Semaphore(limits.workers, true);
    }

    /**
     * Limits of the read-only API.
     *
     * @param workers queries that run at a time
     * @param waiting queries that may wait for that
     * @param longestWait how long they may
     * @param inFlight requests that are answered or sent their answer at a time
     * @param bodyBytes bytes of different bodies that are sent at a time
     */
    record Limits(int workers, int waiting, Duration longestWait, int inFlight, long bodyBytes) {
        /** What a release of 5 MB takes while it is read and written, and some room beside it. */
        private static final long HEAP_PER_WORKER = 640L << 20;

        private static final int MAX_WORKERS = 8;
        /** Each has a window of some 64 KiB that the socket has not taken. */
        private static final int MAX_IN_FLIGHT = 512;

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
                    MAX_IN_FLIGHT,
                    maxHeapBytes / BODY_SHARE);
        }
    }

    /** The answer to all requests that are equal. */
    static final class SharedAnswer {
        private final Object key;
        private final PublicAnswer head;
        private final byte[] content;
        private final Buffer body;
        /** Requests that are sent the body. */
        private int users;

        private SharedAnswer(Object key, PublicAnswer answer) {
            this.key = key;
            this.content = answer.body().getBytes(UTF_8);
            this.body = BodyWriter.shared(content);
            this.head = new PublicAnswer(answer.status(), answer.contentType(), "", answer.headers());
        }

        /** The answer without its body. */
        PublicAnswer head() {
            return head;
        }

        Buffer body() {
            return body;
        }

        private boolean isLike(SharedAnswer other) {
            return head.equals(other.head) && Arrays.equals(content, other.content);
        }
    }

    /** Answers equal requests: runs the query on another thread, or joins the one that is running. */
    Reply answer(Object key, Supplier<PublicAnswer> query) {
        if (inFlight.incrementAndGet() > limits.inFlight) {
            inFlight.decrementAndGet();
            return new Reply.Now(busy());
        }
        return new Reply.Shared(join(key, query), this);
    }

    private synchronized CompletableFuture<SharedAnswer> join(Object key, Supplier<PublicAnswer> query) {
        return running.computeIfAbsent(key, _ -> {
            CompletableFuture<SharedAnswer> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("api").start(() -> {
                try {
                    answer.complete(finished(key, new SharedAnswer(key, run(query))));
                } catch (Throwable failure) {
                    failed(key);
                    answer.completeExceptionally(failure);
                }
            });
            return answer;
        });
    }

    private synchronized SharedAnswer finished(Object key, SharedAnswer made) {
        running.remove(key);
        SharedAnswer before = sent.get(key);
        return before != null && before.isLike(made) ? before : made;
    }

    private synchronized void failed(Object key) {
        running.remove(key);
    }

    private PublicAnswer run(Supplier<PublicAnswer> query) throws InterruptedException {
        if (waiting.incrementAndGet() > limits.waiting) {
            waiting.decrementAndGet();
            return busy();
        }
        boolean admitted;
        try {
            admitted = workers.tryAcquire(limits.longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
        if (!admitted) {
            return busy();
        }
        try {
            return query.get();
        } finally {
            workers.release();
        }
    }

    /** Returns the answer to a request that is too much, and counts it. */
    PublicAnswer busy() {
        rejected.increment();
        return BUSY;
    }

    /** Takes part in a body, until {@link #leave}; false when too many different ones are sent. */
    synchronized boolean share(SharedAnswer answer) {
        if (answer.users == 0) {
            if (bytes + answer.content.length > limits.bodyBytes && bytes > 0) {
                return false;
            }
            bytes += answer.content.length;
            sent.put(answer.key, answer);
        }
        answer.users++;
        return true;
    }

    /** Ends the part in a body. */
    synchronized void leave(SharedAnswer answer) {
        answer.users--;
        if (answer.users == 0) {
            bytes -= answer.content.length;
            sent.remove(answer.key, answer);
        }
    }

    /** Notes that a request that was not rejected is done, whatever became of it. */
    void done() {
        inFlight.decrementAndGet();
    }

    /** Requests that are answered or sent their answer now. */
    int inFlight() {
        return inFlight.get();
    }

    /** Bytes of the different bodies that are sent now. */
    synchronized long bytes() {
        return bytes;
    }

    /** Requests that were answered 503. */
    long rejected() {
        return rejected.sum();
    }
}
