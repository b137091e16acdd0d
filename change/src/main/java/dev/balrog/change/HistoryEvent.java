// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param changeId identity among the events of the same entity and subject
 * @param timestamp milliseconds since 1970
 * @param thing columns of the row in force that it is about, as far as they are known
 * @param before all columns as they were, but for data of releases; null for what was made, and when it lies too far back
 * @param after all columns from then on; null for what has gone
 * @param scheduledChange identity of the scheduled change; null for a row in force
 */
public record HistoryEvent(
        Entity entity,
        Subject subject,
        int changeId,
        ChangeType type,
        String changedBy,
        long timestamp,
        Row thing,
        @Nullable Row before,
        @Nullable Row after,
        @Nullable Integer scheduledChange) {

    /** To what something happens. */
    public enum Subject {
        ROW,
        SCHEDULED_CHANGE,
        SIGNOFF
    }
}
