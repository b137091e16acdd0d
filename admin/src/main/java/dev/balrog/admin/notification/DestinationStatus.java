// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.store.notification.ConsumerState;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * State of a destination. Has no secrets. Times are in milliseconds since 1970.
 *
 * @param kind {@code webhook}, {@code slack} or {@code email}
 * @param host name of the server that gets the events
 * @param stored position and failures, which all processes share; empty before the first run
 * @param oldest time at which the oldest undelivered event was queued; empty if there is none
 * @param local what this process did since its start
 */
public record DestinationStatus(
        String id, String kind, String host, Optional<ConsumerState> stored, OptionalLong oldest, Local local) {

    /**
     * What one process did since its start: another process may have delivered as well.
     *
     * @param lastDelivered time of the last delivery; empty for none
     * @param lastAttempt time of the last attempt; empty for none
     * @param lastError reason of the last failure, without secrets; empty for none
     * @param delivered number of delivered events
     * @param failed number of failed attempts
     * @param givenUp number of events that were given up
     */
    public record Local(
            OptionalLong lastDelivered,
            OptionalLong lastAttempt,
            Optional<String> lastError,
            long delivered,
            long failed,
            long givenUp) {}
}
