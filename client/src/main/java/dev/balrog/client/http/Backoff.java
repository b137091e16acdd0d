// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with jitter: the pause doubles with each attempt, and a random part of up to
 * half of it is cut, so that clients which failed at the same time do not retry at the same time.
 *
 * @param first the upper limit of the first pause
 * @param longest the upper limit of all pauses
 */
public record Backoff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 30;

    /**
     * Checks the pauses.
     *
     * @throws IllegalArgumentException if they are not positive, or the longest is shorter than the
     *     first
     */
    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "The first pause must be longer than zero, and the longest one not shorter than that.");
        }
    }

    /** Returns the pause after the n-th failed attempt, the first being 1. */
    public Duration after(int attempt, RandomGenerator random) {
        int doublings = Math.clamp(attempt - 1L, 0, MAX_DOUBLINGS);
        double limit = Math.min((double) first.toNanos() * (1L << doublings), (double) longest.toNanos());
        return Duration.ofNanos((long) (limit / 2 + random.nextDouble() * limit / 2));
    }
}
