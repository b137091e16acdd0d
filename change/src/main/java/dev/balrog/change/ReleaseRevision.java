// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.history.RevisionInfo;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a release, or a part of one, was from some time on.
 *
 * @param path the part; null for the release itself, or its base
 * @param type what the change did that led to it; a deletion has no data
 */
public record ReleaseRevision(@Nullable String path, RevisionInfo info, ChangeType type) {

    /** The newest first; of those of the same time, the release itself before its parts. */
    public static final Comparator<ReleaseRevision> NEWEST_FIRST = Comparator.comparing(
                    ReleaseRevision::info, RevisionInfo.NEWEST_FIRST)
            .thenComparing(revision -> revision.path == null ? "" : revision.path);
}
