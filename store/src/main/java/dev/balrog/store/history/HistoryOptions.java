// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.time.Duration;

/**
 * How long delivering may take.
 *
 * @param patience longest that {@link RevisionOutbox#deliver} keeps its caller waiting
 * @param interval from one look at the queue to the next
 * @param longestPause from one look to the next while nothing can be delivered; approached by doubling the interval
 */
public record HistoryOptions(Duration patience, Duration interval, Duration longestPause) {

    public static HistoryOptions defaults() {
        return new HistoryOptions(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }
}
