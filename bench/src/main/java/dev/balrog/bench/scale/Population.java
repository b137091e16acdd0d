// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import java.time.Duration;

/**
 * Behavior of the clients of a day.
 *
 * @param clients the number of clients
 * @param interval interval between two requests of a client that is online
 * @param alwaysOnPercent percentage of the clients that are online around the clock; the others are
 *     online once a day, and send a request when they start
 * @param shortestSession shortest time that the others are online
 * @param longestSession longest time that the others are online; lengths are uniformly distributed
 * @param swing amplitude of the daily pattern of starts, from 0 (uniform) to 1: the density of starts
 *     is {@code 1 + swing} of the mean at the peak
 */
public record Population(
        long clients,
        Duration interval,
        int alwaysOnPercent,
        Duration shortestSession,
        Duration longestSession,
        double swing) {
    static final Duration DAY = Duration.ofDays(1);

    public Population {
        if (clients < 1 || alwaysOnPercent < 0 || alwaysOnPercent > 100 || swing < 0 || swing > 1) {
            throw new IllegalArgumentException("impossible population of " + clients + " clients");
        }
    }

    /** Returns a population of this size with the defaults that docs/scale.md explains. */
    public static Population of(long clients) {
        return new Population(clients, Duration.ofHours(12), 30, Duration.ofHours(6), Duration.ofHours(16), 0.8);
    }

    /** Returns the share of the clients that are online around the clock, from 0 to 1. */
    double alwaysOn() {
        return alwaysOnPercent / 100.0;
    }

    /** Returns the mean number of scheduled requests that a client sends in a session. */
    double requestsPerSession() {
        double shortest = (double) shortestSession.toSeconds() / interval.toSeconds();
        double longest = (double) longestSession.toSeconds() / interval.toSeconds();
        if (longest == shortest) {
            return 1 + Math.floor(longest);
        }
        // The mean of 1 + floor(length / interval) over uniformly distributed lengths.
        double sum = 0;
        for (double whole = Math.floor(shortest); whole < longest; whole++) {
            sum += (1 + whole) * (Math.min(longest, whole + 1) - Math.max(shortest, whole));
        }
        return sum / (longest - shortest);
    }

    /** Returns the mean length of a session, in intervals between requests. */
    double intervalsPerSession() {
        return (shortestSession.toSeconds() + longestSession.toSeconds()) / 2.0 / interval.toSeconds();
    }

    /** Returns the number of scheduled requests in a day of a client that is always online. */
    double requestsPerDayOfAlwaysOn() {
        return (double) DAY.toSeconds() / interval.toSeconds();
    }

    /** Returns the mean number of scheduled requests of a client in a day. */
    double requestsPerDay() {
        return alwaysOn() * requestsPerDayOfAlwaysOn() + (1 - alwaysOn()) * requestsPerSession();
    }
}
