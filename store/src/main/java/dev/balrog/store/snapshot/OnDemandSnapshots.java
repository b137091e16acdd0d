// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.store.rows.RowOverlay;
import org.jooq.DSLContext;

/**
 * Snapshots of the stored rows and of these with proposed rows in their places, both read on demand
 * within a transaction. They share the objects of releases that don't change.
 */
public final class OnDemandSnapshots {
    private final OnDemandSnapshot stored;
    private final OnDemandSnapshot proposed;
    private final ReleaseParses changed;

    private OnDemandSnapshots(DSLContext sql, RowOverlay overlay, ReleaseParseCache cache) {
        SnapshotRows rows = SnapshotRows.read(sql);
        ReleaseParses unchanged = new ReleaseParses(sql, RowOverlay.NONE, cache, null);
        this.changed = new ReleaseParses(sql, overlay, cache, unchanged);
        this.stored = new OnDemandSnapshot(rows, unchanged);
        this.proposed = new OnDemandSnapshot(rows.with(overlay), changed);
    }

    /**
     * Reads the rows except releases.
     *
     * @param overlay the proposed rows
     * @param cache releases that were parsed earlier
     */
    public static OnDemandSnapshots of(DSLContext sql, RowOverlay overlay, ReleaseParseCache cache) {
        return new OnDemandSnapshots(sql, overlay, cache);
    }

    /** Returns the snapshot of the stored rows. */
    public OnDemandSnapshot stored() {
        return stored;
    }

    /** Returns the snapshot with the proposed rows. */
    public OnDemandSnapshot proposed() {
        return proposed;
    }

    /** Keeps the releases that were read in the cache, in place of its former content. */
    public void keep() {
        changed.keep();
    }
}
