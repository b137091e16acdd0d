// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import dev.balrog.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Message relay of the transactional outbox for one bucket: delivers the revisions of a change
 * immediately, and remaining ones in the background. A revision is deleted from the queue after the
 * store has accepted it. Other processes may deliver the same revisions concurrently, because
 * delivery is idempotent.
 */
final class OutboxRelay {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    /**
     * Maximum number of concurrent writes; small enough to keep objects of several MB in memory.
     */
    private static final int AT_ONCE = 16;

    private final HistoryBucket bucket;
    private final ObjectStore store;
    private final OutboxTable queue;
    private final HistoryListener listener;
    private final Executor threads;
    /** Last delivery that continued after its caller's timeout. */
    private volatile CompletableFuture<Boolean> overdue = CompletableFuture.completedFuture(true);

    private volatile int length;

    OutboxRelay(
            HistoryBucket bucket, ObjectStore store, OutboxTable queue, HistoryListener listener, Executor threads) {
        this.bucket = bucket;
        this.store = store;
        this.queue = queue;
        this.listener = listener;
        this.threads = threads;
    }

    /**
     * Delivers objects within a timeout. Does not start while an earlier delivery is overdue, so
     * that an unresponsive store delays one change and not all.
     *
     * @return whether they are delivered; otherwise they are still queued, or about to leave the
     *     queue
     */
    boolean deliver(List<String> objectNames, Duration timeout) throws InterruptedException {
        if (!overdue.isDone()) {
            return false;
        }
        CompletableFuture<Boolean> delivery;
        try {
            delivery = CompletableFuture.supplyAsync(() -> deliver(objectNames), threads);
        } catch (RejectedExecutionException _) {
            // The process is shutting down; the next one delivers the revisions.
            return false;
        }
        try {
            return delivery.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            LOG.warn("{} responds slowly: the revisions stay queued", store.description());
            overdue = delivery;
            return false;
        } catch (ExecutionException e) {
            LOG.warn("Revisions stay queued", e.getCause());
            return false;
        }
    }

    private boolean deliver(List<String> objectNames) {
        List<Integer> ids = queue.ids(bucket, objectNames);
        boolean all = true;
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            Outcome outcome = attempt(ids.subList(from, Math.min(from + AT_ONCE, ids.size())));
            if (outcome == Outcome.NONE) {
                return false;
            }
            all &= outcome == Outcome.ALL;
        }
        return all;
    }

    /** Delivers queued revisions in the background until the latch is released. */
    void run(HistoryOptions options, CountDownLatch stopping) {
        Duration pause = options.interval();
        try {
            while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                Duration doubled = pause.multipliedBy(2);
                pause = deliverQueued()
                        ? options.interval()
                        : doubled.compareTo(options.longestPause()) < 0 ? doubled : options.longestPause();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Delivers queued revisions until the queue is empty or delivery fails.
     *
     * @return whether delivery succeeded
     */
    private boolean deliverQueued() {
        try {
            Outcome outcome = Outcome.ALL;
            while (outcome != Outcome.NONE) {
                length = queue.length(bucket);
                List<Integer> next = queue.next(bucket, AT_ONCE);
                if (next.isEmpty()) {
                    return true;
                }
                outcome = attempt(next);
            }
        } catch (StoreException e) {
            LOG.warn("The queue of revisions can't be delivered: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The queue of revisions can't be delivered", e);
        }
        return false;
    }

    private enum Outcome {
        ALL,
        SOME,
        NONE
    }

    private Outcome attempt(List<Integer> ids) {
        List<OutboxTable.Entry> entries = queue.entries(ids);
        if (entries.isEmpty()) {
            return Outcome.ALL;
        }
        Map<Integer, RuntimeException> errors = new ConcurrentHashMap<>();
        try (ExecutorService puts = Executors.newVirtualThreadPerTaskExecutor()) {
            for (OutboxTable.Entry entry : entries) {
                puts.execute(() -> put(entry).ifPresent(error -> errors.put(entry.id(), error)));
            }
        }
        Map<Boolean, List<OutboxTable.Entry>> byFailure =
                entries.stream().collect(Collectors.partitioningBy(entry -> errors.containsKey(entry.id())));
        List<OutboxTable.Entry> delivered = byFailure.getOrDefault(false, List.of());
        if (!delivered.isEmpty()) {
            listener.delivered(queue.delivered(delivered));
        }
        if (!errors.isEmpty()) {
            listener.failed(errors.size());
            LOG.warn(
                    "{} of {} revisions could not be delivered and stay queued: {}",
                    errors.size(),
                    entries.size(),
                    errors.values().iterator().next().getMessage());
            queue.failed(byFailure.getOrDefault(true, List.of()));
        }
        return errors.isEmpty() ? Outcome.ALL : delivered.isEmpty() ? Outcome.NONE : Outcome.SOME;
    }

    private Optional<RuntimeException> put(OutboxTable.Entry entry) {
        try {
            store.put(entry.objectName(), entry.content().getBytes(StandardCharsets.UTF_8));
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** Returns the length of the queue at the last background poll. */
    int length() {
        return length;
    }
}
