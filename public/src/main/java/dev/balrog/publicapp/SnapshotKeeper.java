// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.service.ErrorReporter;
import dev.balrog.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot that answers are given from up to date.
 *
 * <p>A thread of its own looks for changes several times a second and replaces the snapshot as a whole. Whatever goes
 * wrong on the way, the last good snapshot goes on being served, after a restart the one of the earlier run.
 */
final class SnapshotKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

    private final SnapshotFeed feed;
    private final Duration interval;
    private final InstantSource clock;
    private final ErrorReporter errors;
    private final Thread thread;

    private volatile Held held;
    private volatile boolean holding;
    private volatile boolean closed;
    private final LongAdder replacements = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private boolean failing;

    /**
     * What is being served.
     *
     * @param snapshot the snapshot
     * @param currentAt when it was last known to be what the database holds; {@link Instant#EPOCH} for one of an earlier
     *     run
     */
    private record Held(Snapshot snapshot, Instant currentAt) {}

    private SnapshotKeeper(
            SnapshotFeed feed, Duration interval, InstantSource clock, ErrorReporter errors, Held first) {
        this.feed = feed;
        this.interval = interval;
        this.clock = clock;
        this.errors = errors;
        this.held = first;
        this.thread = Thread.ofPlatform().name("snapshot-keeper").daemon().unstarted(this::run);
    }

    /**
     * Loads a first snapshot and keeps it up to date from then on.
     *
     * @param interval how long to wait between two looks for changes
     * @throws StoreException when nothing can be loaded, and there is no snapshot of an earlier run either
     */
    static SnapshotKeeper start(SnapshotFeed feed, Duration interval, InstantSource clock, ErrorReporter errors) {
        SnapshotKeeper keeper = new SnapshotKeeper(feed, interval, clock, errors, first(feed, clock));
        keeper.thread.start();
        return keeper;
    }

    private static Held first(SnapshotFeed feed, InstantSource clock) {
        try {
            Snapshot loaded =
                    feed.poll().orElseThrow(() -> new IllegalStateException("The first look must find a snapshot"));
            return new Held(loaded, clock.instant());
        } catch (StoreException e) {
            Snapshot last = feed.last().orElseThrow(() -> e);
            LOG.error("Serving the last snapshot of an earlier run, since the database fails: {}", e.getMessage());
            return new Held(last, Instant.EPOCH);
        }
    }

    /** The snapshot to answer from. */
    Snapshot snapshot() {
        return held.snapshot;
    }

    /** How long ago the snapshot was last known to be what the database holds. */
    Duration age() {
        return Duration.between(held.currentAt, clock.instant());
    }

    /** Returns whether the database holds something that is not served, because the audit log does not explain it. */
    boolean isHolding() {
        return holding;
    }

    /** How often the snapshot was replaced by a newer one. */
    long replacements() {
        return replacements.sum();
    }

    /** How often looking for changes failed. */
    long failures() {
        return failures.sum();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(interval.toNanos());
            if (!closed) {
                look();
            }
        }
    }

    private void look() {
        // Taken before the look: what is committed during it may not be in the snapshot.
        Instant began = clock.instant();
        try {
            Optional<Snapshot> changed = feed.poll();
            changed.ifPresent(replacement -> replacements.increment());
            holding = feed.isHolding();
            held = new Held(changed.orElse(held.snapshot), holding ? held.currentAt : began);
            if (failing) {
                LOG.info("The database can be read again.");
                failing = false;
            }
        } catch (RuntimeException e) {
            failures.increment();
            if (!failing) {
                LOG.error("Serving the last good snapshot, since the database can't be read: {}", e.getMessage());
                errors.report(e, Map.of("activity", "load snapshot"));
                failing = true;
            }
        }
    }

    /** Stops looking for changes. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        feed.close();
    }
}
