// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Contradiction to the audit log.
 *
 * @param entry the contradicted or invalid entry; null when there is none
 * @param row the row; null when the finding is about an entry
 * @param message description as a predicate
 */
public record AuditFinding(
        Kind kind, @Nullable Long entry, @Nullable RowId row, String message) {

    /** Kinds of findings. */
    public enum Kind {
        /** Broken hash chain. */
        CHAIN,
        /** Change of a row without an entry, between two changes in the log. */
        GAP,
        /** Row that differs from the log. */
        ROW,
        /** History that differs from the log. */
        HISTORY
    }

    static AuditFinding ofEntry(long entry, String message) {
        return new AuditFinding(Kind.CHAIN, entry, null, message);
    }

    /** Returns the finding as a JSON object. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        if (entry != null) {
            json.put("entry", entry);
        }
        if (row != null) {
            json.put("table", row.table());
            json.put("key", row.key());
        }
        return json.put("message", toString());
    }

    @Override
    public String toString() {
        return (row == null ? "Entry " + entry : row.toString()) + " " + message;
    }
}
