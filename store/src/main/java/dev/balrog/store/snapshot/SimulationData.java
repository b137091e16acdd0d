// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.rows.RowOverlay;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Snapshots of the whole database before and after proposed changes, built as those that are
 * served. They share the objects of releases that don't change.
 *
 * @param before the snapshot of the stored rows
 * @param after the snapshot with the proposed rows
 */
public record SimulationData(Snapshot before, Snapshot after) {

    /**
     * Reads both snapshots within a transaction.
     *
     * @param proposed the proposed rows
     * @param cache releases that were parsed for earlier simulations
     * @param product product whose rules are read, with those for all products; empty for all
     */
    public static SimulationData read(
            DSLContext sql, RowOverlay proposed, ReleaseParseCache cache, Optional<String> product) {
        SnapshotRows all = SnapshotRows.read(sql);
        ReleaseParses stored = new ReleaseParses(sql, RowOverlay.NONE, cache, null);
        Snapshot before = SnapshotBuilder.build(all.ofProduct(product), stored);
        ReleaseParses changed = new ReleaseParses(sql, proposed, cache, stored);
        Snapshot after = SnapshotBuilder.build(all.with(proposed).ofProduct(product), changed);
        changed.keep();
        return new SimulationData(before, after);
    }
}
