// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How a client talks to the server.
 *
 * @param apiRoot what all URLs of the API begin with, such as {@code https://balrog.example.org/api}
 * @param timeout how long one request may take, with its answer
 * @param attempts how often a request that may safely be repeated is sent at most
 * @param conflictAttempts how often a change is made anew at most because others changed the same object meanwhile
 * @param backoff the pauses between attempts
 * @param clock tells when tokens expire
 * @param sleeper waits between attempts
 * @param random spreads the pauses; safe from any thread
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
     * @throws IllegalArgumentException saying what is wrong
     */
    public ClientSettings {
        requireHttp(apiRoot, "The API root");
        if (!timeout.isPositive() || attempts < 1 || conflictAttempts < 1) {
            throw new IllegalArgumentException("The timeout and the numbers of attempts must be positive.");
        }
    }

    /** Usual settings: a minute for a request, five attempts, and twenty where others change the same object. */
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

    /** The same with another sleeper. */
    public ClientSettings withSleeper(Sleeper other) {
        return new ClientSettings(apiRoot, timeout, attempts, conflictAttempts, backoff, clock, other, random);
    }

    /** The same with another clock. */
    public ClientSettings withClock(InstantSource other) {
        return new ClientSettings(apiRoot, timeout, attempts, conflictAttempts, backoff, other, sleeper, random);
    }

    /** The same with another timeout. */
    public ClientSettings withTimeout(Duration other) {
        return new ClientSettings(apiRoot, other, attempts, conflictAttempts, backoff, clock, sleeper, random);
    }

    static void requireHttp(URI uri, String what) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(what + " must look like https://balrog.example.org/api, not " + uri);
        }
    }
}
