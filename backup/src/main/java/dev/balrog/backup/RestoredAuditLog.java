// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditVerifier;
import java.util.List;
import java.util.Optional;

/** Proof of a restored database by its own audit log, whatever restored it. */
final class RestoredAuditLog {
    private static final String TABLE = "balrog_audit_log";

    private RestoredAuditLog() {}

    /**
     * Verifies the audit log of a database against itself, the governed tables and their histories.
     *
     * @param what the database, for the message
     * @return empty when the database has no audit log, as ones of earlier versions and of Mozilla's Balrog
     * @throws BackupException when the hash chain is broken
     */
    static Optional<AuditVerifier.Result> verify(Database database, String what) {
        if (!database.read(sql -> DatabaseSummary.tables(sql).contains(TABLE))) {
            return Optional.empty();
        }
        AuditVerifier.Result result = new AuditVerifier(database, _ -> {}).verify(1, List.of());
        for (AuditFinding finding : result.findings()) {
            if (finding.kind() == AuditFinding.Kind.CHAIN) {
                throw new BackupException("The audit log of " + what + " is broken: " + finding);
            }
        }
        return Optional.of(result);
    }
}
