// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.store.rows.RowLines;
import java.util.List;

/**
 * Source rows of a snapshot, as compressed lines of a data set. Shares the lines of unchanged
 * releases.
 */
public final class SnapshotSource {
    private final List<RowLines> lines;

    SnapshotSource(List<RowLines> lines) {
        this.lines = List.copyOf(lines);
    }

    public List<RowLines> lines() {
        return lines;
    }

    /** Returns the number of rows. */
    public long rowCount() {
        return lines.stream().mapToLong(RowLines::rows).sum();
    }
}
