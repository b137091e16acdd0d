// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.notification;

import org.jspecify.annotations.Nullable;

/**
 * Event in the queue of notifications. Later attempts and other destinations get the same bytes.
 *
 * @param id position in the queue; ascends in the order of delivery
 * @param eventId identifies the event in all attempts, up to 150 characters
 * @param event kind of the event
 * @param product product that it concerns; null for all, or if it is not known
 * @param payload JSON object that describes it
 * @param created time at which it was queued, in milliseconds since 1970
 */
public record QueuedEvent(
        long id, String eventId, String event, @Nullable String product, String payload, long created) {}
