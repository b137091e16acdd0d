// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.time.Duration;

/**
 * Timeouts of delivery.
 *
 * @param timeout timeout of {@link RevisionOutbox#deliver}
 * @param interval interval between polls of the queue
 * @param longestPause maximum interval between polls while delivery fails; reached by exponential
 *     backoff with factor 2
 */
public record HistoryOptions(Duration timeout, Duration interval, Duration longestPause) {

    public static HistoryOptions defaults() {
        return new HistoryOptions(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }
}
