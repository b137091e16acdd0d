// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.BodyWriter;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.service.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Bulkhead of the read-only API: limits the resources that it takes from the process that serves
 * updates. Few queries run concurrently, equal concurrent requests share one query, and equal
 * responses share one body, regardless of how many clients receive it and how slowly. Requests
 * beyond the limits are rejected with 503 and {@code Retry-After}.
 *
 * @see <a href="https://learn.microsoft.com/azure/architecture/patterns/bulkhead">Bulkhead
 *     pattern</a>
 */
final class ApiBulkhead {
    private static final PublicAnswer BUSY = PublicAnswer.problem(new Problem(
                    503, "Service Unavailable", "Too many concurrent requests to the read-only API; retry later."))
            .with("Cache-Control", "no-store")
            .with("Retry-After", "5");

    private final Limits limits;
    private final ConcurrencyLimiter queries;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder rejected = new LongAdder();

    // Guarded by this.
    private final Map<Object, CompletableFuture<SharedAnswer>> running = new HashMap<>();
    private final Map<Object, SharedAnswer> sent = new HashMap<>();
    private long bytes;

    ApiBulkhead(Limits limits) {
        this.limits = limits;
        this.queries = new ConcurrencyLimiter(limits.queries);
    }

    /**
     * Limits of the read-only API.
     *
     * @param queries limits of concurrent queries
     * @param inFlight maximum number of requests that are being processed or sent their response
     * @param bodyBytes maximum total size of the distinct bodies that are being sent, in bytes
     */
    record Limits(ConcurrencyLimiter.Limits queries, int inFlight, long bodyBytes) {
        /** Heap for reading and writing a release of 5 MB, with a margin, in bytes. */
        private static final long HEAP_PER_QUERY = 640L << 20;

        /**
         * Maximum number of requests in flight. Each has a window of some 64 KiB that the socket
         * has not accepted.
         */
        private static final int MAX_IN_FLIGHT = 512;

        private static final int BODY_SHARE = 10;

        /** Returns the limits for a process with this maximum heap and number of processors. */
        static Limits of(long maxHeapBytes, int processors) {
            return new Limits(
                    ConcurrencyLimiter.Limits.of(maxHeapBytes, HEAP_PER_QUERY, processors),
                    MAX_IN_FLIGHT,
                    maxHeapBytes / BODY_SHARE);
        }
    }

    /** Response shared by equal requests. */
    static final class SharedAnswer {
        private final Object key;
        private final PublicAnswer head;
        private final byte[] content;
        private final Buffer body;
        /** Number of requests to which the body is being sent. */
        private int users;

        private SharedAnswer(Object key, PublicAnswer answer) {
            this.key = key;
            this.content = answer.body().getBytes(UTF_8);
            this.body = BodyWriter.shared(content);
            this.head = new PublicAnswer(answer.status(), answer.contentType(), "", answer.headers());
        }

        /** Returns the response without its body. */
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

    /**
     * Handles a request: runs the query on another thread, or joins an equal one that is running.
     */
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
        if (!queries.tryAcquire()) {
            return busy();
        }
        try {
            return query.get();
        } finally {
            queries.release();
        }
    }

    /** Counts a rejected request and returns its 503 response. */
    PublicAnswer busy() {
        rejected.increment();
        return BUSY;
    }

    /**
     * Acquires a shared body until {@link #leave}; returns false if the distinct bodies exceed
     * their limit.
     */
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

    /** Releases a shared body. */
    synchronized void leave(SharedAnswer answer) {
        answer.users--;
        if (answer.users == 0) {
            bytes -= answer.content.length;
            sent.remove(answer.key, answer);
        }
    }

    /** Records that an admitted request has ended, successfully or not. */
    void done() {
        inFlight.decrementAndGet();
    }

    /** Returns the number of requests that are being processed or sent their response. */
    int inFlight() {
        return inFlight.get();
    }

    /** Returns the total size of the distinct bodies that are being sent, in bytes. */
    synchronized long bytes() {
        return bytes;
    }

    /** Returns the number of requests rejected with 503. */
    long rejected() {
        return rejected.sum();
    }
}
