// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.signing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Timeouts and exponential backoff of requests to Autograph.
 *
 * @param connect connect timeout
 * @param attempt timeout of one attempt, including the connect
 * @param firstPause minimum pause between the first attempt and the second; it doubles from then on
 */
record RetryPolicy(Duration connect, Duration attempt, Duration firstPause) {
    static final int ATTEMPTS = 3;

    /**
     * Default policy. Firefox waits 20 seconds for its response; all attempts and pauses fit in
     * that time.
     */
    static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1));

    /**
     * Returns the pause after an attempt, the first being 1, with up to 50% of jitter to spread
     * servers.
     */
    Duration pauseAfter(int attempt, RandomGenerator random) {
        long least = firstPause.toNanos() << (attempt - 1);
        return Duration.ofNanos((long) (least * (1 + random.nextDouble() / 2)));
    }
}
