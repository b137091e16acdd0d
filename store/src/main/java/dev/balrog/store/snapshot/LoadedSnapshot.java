// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.audit.AuditFinding;
import java.util.List;

/**
 * A snapshot and its source rows.
 *
 * @param snapshot data that responses depend on
 * @param source source rows, to be written to a {@link SnapshotSpool}
 * @param unexplained some of the source rows that the audit log does not explain; empty when the
 *     audit is disabled
 */
public record LoadedSnapshot(Snapshot snapshot, SnapshotSource source, List<AuditFinding> unexplained) {
    public LoadedSnapshot {
        unexplained = List.copyOf(unexplained);
    }
}
