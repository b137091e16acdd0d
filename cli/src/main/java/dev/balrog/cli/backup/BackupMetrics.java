// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import dev.balrog.backup.Chain;
import dev.balrog.service.ServerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Metrics of the recovery point objective (RPO): the changes that would be lost if the database
 * were lost now.
 */
final class BackupMetrics {
    private final InstantSource clock;
    private final Instant start;
    private volatile Optional<Chain> newest = Optional.empty();

    BackupMetrics(ServerMetrics metrics, InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
        metrics.gauge(
                "balrog.backup.age.seconds",
                "Age of the newest time up to which every change is backed up.",
                () -> secondsSince(newest.map(Chain::completeUntil)));
        metrics.gauge(
                "balrog.backup.snapshot.age.seconds",
                "Age of the newest snapshot.",
                () -> secondsSince(newest.map(chain -> chain.snapshot().time())));
    }

    /**
     * Returns the age of a time, in seconds; the time since the start if there is no backup yet.
     */
    private double secondsSince(Optional<Instant> time) {
        return Duration.between(time.orElse(start), clock.instant()).toMillis() / 1000.0;
    }

    void polled(Chain chain) {
        newest = Optional.of(chain);
    }
}
