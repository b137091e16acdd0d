// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.snapshot.Snapshot;

/**
 * Snapshot of the whole database of which only those releases are read that given requests can
 * depend on. Belongs to a transaction. Not thread-safe.
 */
public final class OnDemandSnapshot {
    private final Snapshot withoutReleases;
    private final SnapshotBuilder.Reached reached;
    private Snapshot current;

    OnDemandSnapshot(SnapshotRows rows, SnapshotBuilder.Releases releases) {
        this.withoutReleases = SnapshotBuilder.withoutReleases(rows, rows.rules());
        this.reached = new SnapshotBuilder.Reached(releases);
        this.current = withoutReleases;
    }

    /**
     * Returns a snapshot that gives the same response to this request as one of the whole database;
     * valid for this and earlier requests.
     */
    public Snapshot including(UpdateRequest request) {
        if (reached.visit(withoutReleases, request)) {
            current = reached.fill(withoutReleases);
        }
        return current;
    }
}
