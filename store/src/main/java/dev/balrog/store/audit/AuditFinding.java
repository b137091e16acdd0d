// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that does not agree with the audit log.
 *
 * @param entry the entry that it does not agree with, or that is wrong itself; null when there is none
 * @param row the row; null when it is about an entry
 * @param message a predicate, in words
 */
public record AuditFinding(
        Kind kind, @Nullable Long entry, @Nullable RowId row, String message) {

    /** Kinds of findings. */
    public enum Kind {
        /** The chain is broken. */
        CHAIN,
        /** A row was changed by something else, between two changes that are in the log. */
        GAP,
        /** A row is not what the log says. */
        ROW,
        /** A history does not agree with the log. */
        HISTORY
    }

    static AuditFinding ofEntry(long entry, String message) {
        return new AuditFinding(Kind.CHAIN, entry, null, message);
    }

    /** Returns the finding as an object. */
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
