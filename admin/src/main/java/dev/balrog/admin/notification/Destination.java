// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.store.notification.QueuedEvent;

/** Destination of notifications. */
interface Destination extends AutoCloseable {
    /** Returns the stable id, without secrets, of up to 40 characters: {@code slack-1f2e3d4c}. */
    String id();

    /** Returns a description for the log, without secrets. */
    String described();

    /**
     * Attempts to deliver an event. Blocks for a limited time, well below
     * {@link dev.balrog.store.notification.ConsumerLease#TIMEOUT}.
     */
    DeliveryResult deliver(QueuedEvent event);

    @Override
    void close();
}
