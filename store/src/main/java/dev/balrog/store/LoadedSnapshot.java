// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.audit.AuditFinding;
import java.util.List;

/**
 * A snapshot and what it was made from.
 *
 * @param snapshot what answers depend on
 * @param source the rows behind it, to be kept in a {@link SnapshotSpool}
 * @param unexplained rows behind it that the audit log does not explain, some of them; empty where nobody asked
 */
public record LoadedSnapshot(Snapshot snapshot, SnapshotSource source, List<AuditFinding> unexplained) {
    public LoadedSnapshot {
        unexplained = List.copyOf(unexplained);
    }
}
