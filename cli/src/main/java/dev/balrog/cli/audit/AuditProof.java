// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.audit;

import dev.balrog.store.audit.AuditVerifier;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Output of the verification of a restored database against its audit log. */
public final class AuditProof {
    private AuditProof() {}

    /**
     * Prints the result.
     *
     * @param audit the result; empty if the database has no audit log
     * @return whether everything agrees, or there is no audit log
     */
    public static boolean print(Optional<AuditVerifier.Result> audit, PrintWriter out) {
        if (audit.isEmpty()) {
            out.println("  Audit log: none");
            return true;
        }
        AuditVerifier.Result result = audit.get();
        result.findings().forEach(finding -> out.println("  " + finding));
        out.println(String.format(
                Locale.ROOT,
                "  Audit log: verified up to %s; %,d entries and %,d rows %s",
                result.head(),
                result.entries(),
                result.rows(),
                result.agrees() ? "agree" : String.format(Locale.ROOT, "do not agree in %,d places", result.count())));
        return result.agrees();
    }
}
