// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.Backoff;
import java.time.Duration;

/**
 * How the agent works.
 *
 * @param pollInterval how long to wait between two looks at all scheduled changes; those that are known are made when
 *     they are due, also in between
 * @param retries the pauses after which a change is tried again that could not be made
 * @param unhealthyAfter how long looking may fail before the agent calls itself unhealthy
 */
public record AgentSettings(Duration pollInterval, Backoff retries, Duration unhealthyAfter) {
    private static final int TOLERATED_FAILURES = 4;
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public AgentSettings {
        if (!pollInterval.isPositive()) {
            throw new IllegalArgumentException("The poll interval must be longer than zero, such as 30 seconds.");
        }
    }

    /** Usual settings: what can't be made is tried again after five seconds at first, then less and less often. */
    public static AgentSettings polling(Duration interval) {
        Duration patience = interval.multipliedBy(TOLERATED_FAILURES);
        return new AgentSettings(
                interval,
                new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10)),
                patience.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : patience);
    }
}
