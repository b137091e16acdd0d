// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: exponential backoff with jitter.
 *
 * @see <a href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Timeouts, retries and
 *     backoff with jitter</a>
 */
final class RetrySchedule {
    /** Time after which an event that could not be delivered is given up. */
    static final Duration GIVE_UP_AFTER = Duration.ofDays(1);
    /** Attempts after which an event that the destination rejects is given up. */
    static final int REJECTED_ATTEMPTS = 5;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 10;

    private RetrySchedule() {}

    /**
     * Returns the pause after failed attempts, in milliseconds: between half of the doubled pause and
     * all of it, and at least what the destination asked for.
     *
     * @param failures number of failed attempts, from 1
     */
    static long pauseMillis(int failures, Optional<Duration> retryAfter, RandomGenerator random) {
        long doubled = Math.min(FIRST.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS), LONGEST.toMillis());
        long jittered = random.nextLong(doubled / 2, doubled + 1);
        return Math.max(jittered, retryAfter.map(Duration::toMillis).orElse(0L));
    }
}
