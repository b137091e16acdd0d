// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import java.time.Duration;
import java.util.Optional;

/** Result of an attempt to deliver an event. Reasons contain no secrets. */
sealed interface DeliveryResult {
    /** The destination has taken the event. */
    record Delivered() implements DeliveryResult {}

    /** The destination rejected the event; it will probably do so again. */
    record Rejected(String reason) implements DeliveryResult {}

    /**
     * The destination could not be reached, or can't take the event now.
     *
     * @param retryAfter time that the destination asked for; empty for none
     */
    record Unavailable(String reason, Optional<Duration> retryAfter) implements DeliveryResult {
        Unavailable(String reason) {
            this(reason, Optional.empty());
        }
    }
}
