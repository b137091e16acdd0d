// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.snapshot.Snapshot;

/**
 * A snapshot and what it was made from.
 *
 * @param snapshot what answers depend on
 * @param source the rows behind it, to be kept in a {@link SnapshotSpool}
 */
public record LoadedSnapshot(Snapshot snapshot, SnapshotSource source) {}
