// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.SnapshotStatus;
import dev.balrog.core.snapshot.SnapshotStatus.Advance;
import dev.balrog.service.ErrorReporter;
import dev.balrog.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot that requests are answered from up to date.
 *
 * <p>A dedicated thread polls for changes several times a second and replaces the snapshot as a
 * whole. After any failure, the last good snapshot continues to be served; after a restart, that of
 * the earlier run.
 */
final class SnapshotKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

    private final SnapshotFeed feed;
    private final Duration interval;
    private final InstantSource clock;
    private final ErrorReporter errors;
    private final Consumer<Snapshot> replaced;
    private final Thread thread;

    private volatile Held held;
    private volatile boolean holding;
    private volatile boolean closed;
    private final LongAdder replacements = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private boolean failing;

    /**
     * Snapshot that is served.
     *
     * @param snapshot the snapshot
     * @param currentAt time at which it was last known to match the database; {@link Instant#EPOCH}
     *     for a snapshot of an earlier run
     * @param advances what the latest snapshots covered
     */
    private record Held(Snapshot snapshot, Instant currentAt, List<Advance> advances) {}

    private SnapshotKeeper(
            SnapshotFeed feed,
            Duration interval,
            InstantSource clock,
            ErrorReporter errors,
            Consumer<Snapshot> replaced,
            Held first) {
        this.feed = feed;
        this.interval = interval;
        this.clock = clock;
        this.errors = errors;
        this.replaced = replaced;
        this.held = first;
        this.thread = Thread.ofPlatform().name("snapshot-keeper").daemon().unstarted(this::run);
    }

    /**
     * Loads the first snapshot and keeps it up to date from then on.
     *
     * @param interval pause between two polls for changes
     * @param replaced receives the first snapshot, and each that replaces one, when it is served
     * @throws StoreException if neither a snapshot nor that of an earlier run can be loaded
     */
    static SnapshotKeeper start(
            SnapshotFeed feed,
            Duration interval,
            InstantSource clock,
            ErrorReporter errors,
            Consumer<Snapshot> replaced) {
        SnapshotKeeper keeper = new SnapshotKeeper(feed, interval, clock, errors, replaced, first(feed, clock));
        replaced.accept(keeper.snapshot());
        keeper.thread.start();
        return keeper;
    }

    private static Held first(SnapshotFeed feed, InstantSource clock) {
        try {
            Snapshot loaded =
                    feed.poll().orElseThrow(() -> new IllegalStateException("The first poll must return a snapshot"));
            Instant now = clock.instant();
            return new Held(loaded, now, SnapshotStatus.advanced(List.of(), feed.coveredSequence(), now));
        } catch (StoreException e) {
            Snapshot last = feed.last().orElseThrow(() -> e);
            LOG.error("Serving the last snapshot of an earlier run, since the database fails: {}", e.getMessage());
            return new Held(last, Instant.EPOCH, List.of());
        }
    }

    /** Returns the current snapshot. */
    Snapshot snapshot() {
        return held.snapshot;
    }

    /** Returns the time since the snapshot was last known to match the database. */
    Duration age() {
        return Duration.between(held.currentAt, clock.instant());
    }

    /** Returns which changes the snapshot covers. */
    SnapshotStatus status() {
        Held now = held;
        return new SnapshotStatus(clock.instant(), now.currentAt, holding, now.advances);
    }

    /**
     * Returns whether the database contains changes that are not served because the audit log does
     * not explain them.
     */
    boolean isHolding() {
        return holding;
    }

    /** Returns the number of times that the snapshot was replaced. */
    long replacements() {
        return replacements.sum();
    }

    /** Returns the number of failed polls. */
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
        // Taken before the poll: changes committed during it may be missing from the snapshot.
        Instant began = clock.instant();
        try {
            Optional<Snapshot> changed = feed.poll();
            changed.ifPresent(replacement -> replacements.increment());
            holding = feed.isHolding();
            Held before = held;
            held = new Held(
                    changed.orElse(before.snapshot),
                    holding ? before.currentAt : began,
                    SnapshotStatus.advanced(before.advances, feed.coveredSequence(), clock.instant()));
            changed.ifPresent(replaced);
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

    /** Stops polling, and closes the feed. */
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
