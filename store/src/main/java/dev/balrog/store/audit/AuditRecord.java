// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import org.jspecify.annotations.Nullable;

/**
 * A change of one governed row, or an event that concerns all of them, before it is chained.
 *
 * @param onBehalfOf user in whose name the row was written, when it is not the one who made the change
 * @param row the row; null for events that concern all
 * @param dataVersion version of the row after the change; null when it has none
 * @param before digest of the row before; null when there was none
 * @param after digest of the row after; null when there is none any more
 * @param signoffs signoffs that counted, as JSON; null when none were needed
 * @param details more about it, as JSON
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
     * @param key the key as canonical JSON
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
