// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.util.List;

/** The rows that a snapshot was made from, as compressed lines of a data set. Shares the lines of unchanged releases. */
public final class SnapshotSource {
    private final List<RowLines> lines;

    SnapshotSource(List<RowLines> lines) {
        this.lines = List.copyOf(lines);
    }

    List<RowLines> lines() {
        return lines;
    }

    /** How many rows there are. */
    public long rowCount() {
        return lines.stream().mapToLong(RowLines::rows).sum();
    }

    /** Bytes of memory that the compressed lines take. */
    public long compressedSize() {
        return lines.stream().mapToLong(part -> part.gzip().length).sum();
    }
}
