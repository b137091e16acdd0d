// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import java.util.Optional;

/** Source of snapshots. Used by one thread at a time. */
interface SnapshotFeed extends AutoCloseable {

    /**
     * Returns a new snapshot if anything has changed since the last call that returned one.
     *
     * @throws dev.balrog.store.StoreException if the source can't be read
     */
    Optional<Snapshot> poll();

    /**
     * Returns the last snapshot of an earlier run, for use when the first {@link #poll} fails;
     * empty if there is none.
     */
    Optional<Snapshot> last();

    /**
     * Returns whether the last {@link #poll} found changes that are not served because the audit
     * log does not explain them.
     */
    boolean isHolding();

    /**
     * Returns the sequence number of an entry of the audit log such that the last snapshot covers
     * all changes up to it; 0 if none is known.
     */
    long coveredSequence();

    @Override
    void close();
}
