// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the snapshot that answers are given from up to date.
 *
 * <p>A thread of its own looks for changes several times a second, loads what has changed and replaces the snapshot as a
 * whole. Whatever goes wrong on the way, the last good snapshot goes on being served; after a restart without database
 * it comes from the spool.
 */
final class SnapshotKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

    private final SnapshotFeed feed;
    private final Duration interval;
    private final Clock clock;
    private final Thread thread;

    private volatile @Nullable Held held;
    private volatile boolean closed;
    private boolean failing;

    /**
     * What is being served.
     *
     * @param snapshot the snapshot
     * @param upToDateAt when the database was last known to hold just this
     */
    record Held(Snapshot snapshot, Instant upToDateAt) {}

    /** Creates a keeper that looks for changes once in an interval. */
    SnapshotKeeper(SnapshotFeed feed, Duration interval, Clock clock) {
        this.feed = feed;
        this.interval = interval;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("snapshot-keeper").daemon().unstarted(this::run);
    }
}
