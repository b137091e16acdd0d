// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.backup.Chain;
import dev.balrog.service.ServerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How much would be lost if the database were lost now. */
final class BackupMetrics {
    private final InstantSource clock;
    private final Instant start;
    private volatile Optional<Chain> newest = Optional.empty();

    BackupMetrics(ServerMetrics metrics, InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
        metrics.gauge(
                "balrog.backup.age.seconds",
                "Since when it is not known that all is backed up.",
                () -> secondsSince(newest.map(Chain::watched)));
        metrics.gauge(
                "balrog.backup.snapshot.age.seconds",
                "How old the snapshot is that is gone on from.",
                () -> secondsSince(newest.map(chain -> chain.snapshot().time())));
    }

    /** From the start, as long as nothing was backed up. */
    private double secondsSince(Optional<Instant> time) {
        return Duration.between(time.orElse(start), clock.instant()).toMillis() / 1000.0;
    }

    void seen(Chain chain) {
        newest = Optional.of(chain);
    }
}
