// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import dev.balrog.service.Answer;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.service.Problem;
import io.vertx.core.http.HttpServerRequest;
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
    private final ConcurrencyLimiter requests;
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder rejected = new LongAdder();

    AnonymousBulkhead(Limits limits) {
        this.limits = limits;
        this.requests = new ConcurrencyLimiter(limits.requests);
    }

    /**
     * Limits of clients without a login.
     *
     * @param requests limits of concurrent requests
     * @param bodyBytes total size of the responses that are being sent, in bytes
     */
    record Limits(ConcurrencyLimiter.Limits requests, long bodyBytes) {
        /**
         * Heap per request, so that half of the capacity for large responses is left for clients
         * with a login.
         */
        private static final long HEAP_PER_REQUEST = 256L << 20;

        private static final int BODY_SHARE = 10;

        /** Returns the limits for a process with this maximum heap and number of processors. */
        static Limits of(long maxHeapBytes, int processors) {
            return new Limits(
                    ConcurrencyLimiter.Limits.of(maxHeapBytes, HEAP_PER_REQUEST, processors),
                    maxHeapBytes / BODY_SHARE);
        }
    }

    /** Processes a request within the limits; blocks. */
    Answer answer(HttpServerRequest request, RequestContext context, Supplier<Answer> work)
            throws InterruptedException {
        if (!requests.tryAcquire()) {
            return busy(request);
        }
        Answer answer;
        try {
            if (context.isSent()) {
                // The client has disconnected, so no response can be sent.
                return busy(request);
            }
            answer = work.get();
        } finally {
            requests.release();
        }
        long length = answer.body().length();
        long all = bytes.addAndGet(length);
        // A response larger than the limit is sent only while no other one is.
        if (all > limits.bodyBytes && all > length) {
            bytes.addAndGet(-length);
            return busy(request);
        }
        context.whenSent(() -> bytes.addAndGet(-length));
        return answer;
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
