// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long Autograph is waited for.
 *
 * @param connect longest time to connect
 * @param attempt longest time for one attempt, connecting included
 * @param firstPause the least pause between the first attempt and the second; it doubles from then on
 */
record RetryPolicy(Duration connect, Duration attempt, Duration firstPause) {
    static final int ATTEMPTS = 3;

    /** Firefox waits 20 seconds for its answer, and all attempts and pauses fit in there. */
    static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1));

    /** How long to pause after an attempt, the first being 1: up to half as long again, so that servers spread out. */
    Duration pauseAfter(int attempt, RandomGenerator random) {
        long least = firstPause.toNanos() << (attempt - 1);
        return Duration.ofNanos((long) (least * (1 + random.nextDouble() / 2)));
    }
}
