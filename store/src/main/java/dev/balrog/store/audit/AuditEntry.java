// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;

import dev.balrog.core.outcome.CanonicalJson;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An entry of the audit log.
 *
 * @param sequence sequence number, from 1 without gaps
 * @param transaction sequence number of the first entry of the same transaction
 * @param millis time of the change, in milliseconds since 1970
 * @param changedBy user who made the change
 * @param onBehalfOf user on whose behalf the row was written; null when it is the same
 * @param action id of an {@link AuditAction}
 * @param row the row; null for events that concern all rows
 * @param dataVersion data version of the row after the change
 * @param before digest of the row before the change
 * @param after digest of the row after the change
 * @param signoffs counted signoffs, as JSON
 * @param details further details, as JSON
 * @param previousHash hash of the previous entry
 * @param hash hash of all other components
 */
public record AuditEntry(
        long sequence,
        long transaction,
        long millis,
        String changedBy,
        @Nullable String onBehalfOf,
        String action,
        @Nullable RowId row,
        @Nullable Integer dataVersion,
        @Nullable String before,
        @Nullable String after,
        @Nullable String signoffs,
        @Nullable String details,
        String previousHash,
        String hash) {

    static AuditEntry chain(AuditHead previous, long transaction, long millis, String changedBy, AuditRecord change) {
        AuditEntry unsealed = new AuditEntry(
                previous.sequence() + 1,
                transaction,
                millis,
                changedBy,
                change.onBehalfOf(),
                change.action().id(),
                change.row(),
                change.dataVersion(),
                change.before(),
                change.after(),
                change.signoffs(),
                change.details(),
                previous.hash(),
                "");
        return unsealed.withHash(unsealed.expectedHash());
    }

    private AuditEntry withHash(String sealed) {
        return new AuditEntry(
                sequence,
                transaction,
                millis,
                changedBy,
                onBehalfOf,
                action,
                row,
                dataVersion,
                before,
                after,
                signoffs,
                details,
                previousHash,
                sealed);
    }

    static AuditEntry of(Record row) {
        String table = row.get(BALROG_AUDIT_LOG.TABLE_NAME);
        String key = row.get(BALROG_AUDIT_LOG.ROW_KEY);
        return new AuditEntry(
                row.get(BALROG_AUDIT_LOG.ID),
                row.get(BALROG_AUDIT_LOG.TRANSACTION_ID),
                row.get(BALROG_AUDIT_LOG.TIMESTAMP),
                row.get(BALROG_AUDIT_LOG.CHANGED_BY),
                row.get(BALROG_AUDIT_LOG.ON_BEHALF_OF),
                row.get(BALROG_AUDIT_LOG.ACTION),
                table == null || key == null ? null : new RowId(table, key),
                row.get(BALROG_AUDIT_LOG.DATA_VERSION),
                row.get(BALROG_AUDIT_LOG.DIGEST_BEFORE),
                row.get(BALROG_AUDIT_LOG.DIGEST_AFTER),
                row.get(BALROG_AUDIT_LOG.SIGNOFFS),
                row.get(BALROG_AUDIT_LOG.DETAILS),
                row.get(BALROG_AUDIT_LOG.PREVIOUS_HASH),
                row.get(BALROG_AUDIT_LOG.HASH));
    }

    /** Returns the expected hash: SHA-256 over the canonical JSON of the entry without its hash. */
    public String expectedHash() {
        return CanonicalJson.sha256(json());
    }

    /**
     * Returns the user on whose behalf the row was written, as recorded in the history of its
     * table.
     */
    public String author() {
        return onBehalfOf == null ? changedBy : onBehalfOf;
    }

    /** Returns the entry as a head of the log. */
    public AuditHead head() {
        return new AuditHead(sequence, hash, millis);
    }

    boolean is(AuditAction expected) {
        return action.equals(expected.id());
    }

    /** Returns the changed row; empty for events that concern all rows. */
    public Optional<RowId> changedRow() {
        return Optional.ofNullable(row);
    }

    /** Returns all non-null columns except the hash, by name. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", sequence);
        json.put("transaction_id", transaction);
        json.put("timestamp", millis);
        json.put("changed_by", changedBy);
        put(json, "on_behalf_of", onBehalfOf);
        json.put("action", action);
        put(json, "table_name", row == null ? null : row.table());
        put(json, "row_key", row == null ? null : row.key());
        if (dataVersion != null) {
            json.put("data_version", dataVersion);
        }
        put(json, "digest_before", before);
        put(json, "digest_after", after);
        put(json, "signoffs", signoffs);
        put(json, "details", details);
        json.put("previous_hash", previousHash);
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
