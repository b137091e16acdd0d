// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.http.Backoff;
import java.time.Duration;

/**
 * Settings of the agent.
 *
 * @param pollInterval time between two polls of all scheduled changes; known changes are also
 *     enacted between polls, when they are due
 * @param retries backoff between attempts to enact a change that failed
 * @param unhealthyAfter time for which polling may fail before the agent reports itself unhealthy
 */
public record AgentSettings(Duration pollInterval, Backoff retries, Duration unhealthyAfter) {
    private static final int TOLERATED_FAILURES = 4;
    private static final Duration MIN_TIMEOUT = Duration.ofMinutes(1);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a setting is invalid; the message names it
     */
    public AgentSettings {
        if (!pollInterval.isPositive()) {
            throw new IllegalArgumentException("The poll interval must be longer than zero, such as 30 seconds.");
        }
    }

    /** Returns the default settings, with exponential backoff from five seconds to ten minutes. */
    public static AgentSettings polling(Duration interval) {
        Duration timeout = interval.multipliedBy(TOLERATED_FAILURES);
        return new AgentSettings(
                interval,
                new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10)),
                timeout.compareTo(MIN_TIMEOUT) < 0 ? MIN_TIMEOUT : timeout);
    }
}
