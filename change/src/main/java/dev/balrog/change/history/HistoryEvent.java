// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * Change of a row, a scheduled change, a signoff, or a comment on a scheduled change.
 *
 * @param changeId id, unique per entity and subject
 * @param timestamp milliseconds since 1970
 * @param thing known columns of the row that the event is about
 * @param before all former columns, except the data of releases; null for an insertion, and if the
 *     former state is too old
 * @param after all new columns; null for a deletion
 * @param scheduledChange id of the scheduled change; null for the change of a row
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

    /** Subject of an event. */
    public enum Subject {
        ROW,
        SCHEDULED_CHANGE,
        SIGNOFF,
        COMMENT
    }
}
