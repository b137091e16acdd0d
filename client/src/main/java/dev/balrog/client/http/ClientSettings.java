// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.http;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Settings of a client.
 *
 * @param apiRoot the prefix of all URLs of the API, such as {@code https://balrog.example.org/api}
 * @param timeout the timeout of one request, including its response
 * @param attempts the maximum number of attempts of an idempotent request
 * @param conflictAttempts the maximum number of attempts of a change after conflicts
 * @param backoff the pauses between attempts
 * @param clock the clock for the expiry of tokens
 * @param sleeper the sleeper for the pauses between attempts
 * @param random the source of jitter; thread-safe
 */
public record ClientSettings(
        URI apiRoot,
        Duration timeout,
        int attempts,
        int conflictAttempts,
        Backoff backoff,
        InstantSource clock,
        Sleeper sleeper,
        RandomGenerator random) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if a setting is invalid, with the reason
     */
    public ClientSettings {
        requireHttp(apiRoot, "The API root");
        if (!timeout.isPositive() || attempts < 1 || conflictAttempts < 1) {
            throw new IllegalArgumentException("The timeout and the numbers of attempts must be positive.");
        }
    }

    /**
     * Returns the default settings: a timeout of one minute, five attempts, and twenty after
     * conflicts.
     */
    public static ClientSettings of(URI apiRoot) {
        return new ClientSettings(
                apiRoot,
                Duration.ofMinutes(1),
                5,
                20,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10)),
                InstantSource.system(),
                Sleeper.SYSTEM,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /** Returns the same settings with another sleeper. */
    public ClientSettings withSleeper(Sleeper other) {
        return new ClientSettings(apiRoot, timeout, attempts, conflictAttempts, backoff, clock, other, random);
    }

    /** Returns the same settings with another clock. */
    public ClientSettings withClock(InstantSource other) {
        return new ClientSettings(apiRoot, timeout, attempts, conflictAttempts, backoff, other, sleeper, random);
    }

    /** Returns the same settings with another timeout. */
    public ClientSettings withTimeout(Duration other) {
        return new ClientSettings(apiRoot, other, attempts, conflictAttempts, backoff, clock, sleeper, random);
    }

    public static void requireHttp(URI uri, String what) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    what + " must be a URL such as https://balrog.example.org/api, not " + uri);
        }
    }
}
