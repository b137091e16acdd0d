// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import java.util.Optional;

/** Where snapshots come from. Used by one thread at a time. */
interface SnapshotFeed extends AutoCloseable {

    /**
     * A snapshot, if there is anything new since the last call that returned one.
     *
     * @throws dev.balrog.store.StoreException when that can't be found out
     */
    Optional<Snapshot> poll();

    /** The last snapshot of an earlier run, for when the first {@link #poll} fails; empty when there is none. */
    Optional<Snapshot> last();

    /** Returns whether the last {@link #poll} found something that is not served, because nothing explains it. */
    default boolean isHolding() {
        return false;
    }

    @Override
    void close();
}
