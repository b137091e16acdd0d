// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;

import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Page of the audit log for a reader that keeps its position.
 *
 * @param entries entries in the order of the log
 * @param last entry from which the next page continues; the log's head if there are no more entries
 */
public record AuditPage(List<AuditEntry> entries, AuditHead last) {
    public AuditPage {
        entries = List.copyOf(entries);
    }

    /**
     * Returns whether the log still has the entry at a position, and so continues after it.
     *
     * @param hash hash of the entry; empty for the beginning of the log
     */
    public static boolean isContinued(DSLContext sql, long position, String hash) {
        return position == 0
                || AuditChain.hash(sql, position).filter(hash::equals).isPresent();
    }

    /**
     * Returns the entries after a position. A transaction is only split between two pages if it has
     * more entries than a page.
     *
     * @param actions actions of the entries that the reader wants
     * @param limit maximum number of entries
     */
    public static AuditPage after(DSLContext sql, long position, Set<AuditAction> actions, int limit) {
        AuditHead head = AuditChain.head(sql);
        List<AuditEntry> found = sql.selectFrom(BALROG_AUDIT_LOG)
                .where(BALROG_AUDIT_LOG.ID.gt(position))
                .and(BALROG_AUDIT_LOG.ACTION.in(
                        actions.stream().map(AuditAction::id).toList()))
                .orderBy(BALROG_AUDIT_LOG.ID)
                .limit(limit)
                .fetch(AuditEntry::of);
        if (found.size() < limit) {
            return new AuditPage(found, head);
        }
        long last = found.getLast().transaction();
        List<AuditEntry> complete =
                found.stream().filter(entry -> entry.transaction() != last).toList();
        List<AuditEntry> page = complete.isEmpty() ? found : complete;
        return new AuditPage(page, page.getLast().head());
    }
}
