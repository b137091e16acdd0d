// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import dev.balrog.change.row.ChangeType;
import dev.balrog.store.history.RevisionInfo;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Revision of a release, or of a part of one.
 *
 * @param path the part; null for the release itself, or its base
 * @param type type of the change that created it; a deletion has no data
 */
public record ReleaseRevision(@Nullable String path, RevisionInfo info, ChangeType type) {

    /** Order by time, newest first; at the same time, the release itself before its parts. */
    public static final Comparator<ReleaseRevision> NEWEST_FIRST = Comparator.comparing(
                    ReleaseRevision::info, RevisionInfo.NEWEST_FIRST)
            .thenComparing(revision -> revision.path == null ? "" : revision.path);
}
