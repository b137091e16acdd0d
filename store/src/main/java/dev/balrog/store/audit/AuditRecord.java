// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import org.jspecify.annotations.Nullable;

/**
 * A change of one governed row, or an event that concerns all rows, before it is chained.
 *
 * @param onBehalfOf user on whose behalf the row was written; null when it is the one who made the
 *     change
 * @param row the row; null for events that concern all rows
 * @param dataVersion data version of the row after the change; null when it has none
 * @param before digest of the row before the change; null when it did not exist
 * @param after digest of the row after the change; null when it no longer exists
 * @param signoffs counted signoffs, as JSON; null when none were required
 * @param details further details, as JSON
 */
public record AuditRecord(
        AuditAction action,
        @Nullable String onBehalfOf,
        @Nullable RowId row,
        @Nullable Integer dataVersion,
        @Nullable String before,
        @Nullable String after,
        @Nullable String signoffs,
        @Nullable String details) {

    /**
     * Identity of a row.
     *
     * @param table name of the table
     * @param key primary key as canonical JSON
     */
    public record RowId(String table, String key) {
        @Override
        public String toString() {
            return key.isEmpty() ? table : table + " " + key;
        }
    }

    static AuditRecord event(AuditAction action, @Nullable String details) {
        return new AuditRecord(action, null, null, null, null, null, null, details);
    }

    static AuditRecord found(
            AuditAction action, RowId row, @Nullable Integer version, @Nullable String before, @Nullable String after) {
        return new AuditRecord(action, null, row, version, before, after, null, null);
    }
}
