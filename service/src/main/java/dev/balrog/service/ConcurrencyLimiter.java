// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits concurrent work of one kind: a few threads run, a bounded number waits for a bounded time,
 * and everything beyond is rejected.
 */
public final class ConcurrencyLimiter {
    private final Limits limits;
    private final Semaphore workers;
    private final AtomicInteger waiting = new AtomicInteger();

    public ConcurrencyLimiter(Limits limits) {
        this.limits = limits;
        this.workers = new Semaphore(limits.workers, true);
    }

    /**
     * Limits of concurrent work.
     *
     * @param workers maximum number of threads that run
     * @param waiting maximum number of threads that wait for a worker
     * @param longestWait maximum wait for a worker
     */
    public record Limits(int workers, int waiting, Duration longestWait) {
        private static final int MAX_WORKERS = 8;
        private static final int MAX_WAITING = 64;
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

        /**
         * Returns the limits for a process with this maximum heap and number of processors.
         *
         * @param heapPerWorker heap that one worker needs, in bytes
         */
        public static Limits of(long maxHeapBytes, long heapPerWorker, int processors) {
            long byHeap = Math.clamp(maxHeapBytes / heapPerWorker, 1, MAX_WORKERS);
            return new Limits(
                    // Virtual threads are not preempted: one processor is left for other work.
                    (int) Math.min(byHeap, Math.max(1, processors - 1)), MAX_WAITING, LONGEST_WAIT);
        }
    }

    /**
     * Acquires a worker until {@link #release}; blocks while all are busy.
     *
     * @return false if too many threads wait already, or none became free in time
     */
    public boolean tryAcquire() throws InterruptedException {
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

    /** Releases the worker. */
    public void release() {
        workers.release();
    }
}
