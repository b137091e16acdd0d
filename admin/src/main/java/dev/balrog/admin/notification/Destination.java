// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.notification;

import dev.balrog.store.notification.QueuedEvent;

/** Destination of notifications. */
interface Destination extends AutoCloseable {
    /** Returns the stable id, without secrets, of up to 40 characters: {@code slack-1f2e3d4c}. */
    String id();

    /** Returns the kind: {@code webhook}, {@code slack} or {@code email}. */
    String kind();

    /** Returns the name of the server that gets the events. */
    String host();

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
