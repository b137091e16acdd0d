// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.store.history.HistoryQueue;
import dev.balrog.store.history.Revision;
import dev.balrog.store.history.RevisionInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What releases were. */
public final class ReleaseHistory {
    /** Revisions that are looked at together; a cloud takes some seconds to list them. */
    private static final int MOST = 20_000;

    private final HistoryQueue queue;

    public ReleaseHistory(HistoryQueue queue) {
        this.queue = queue;
    }

    /**
     * What a whole release was at a version.
     *
     * @return nothing when it is not known any more
     */
    public Optional<JsonNode> data(String name, int dataVersion) {
        return queue.content(name, dataVersion)
                .filter(content -> content.length > 0)
                .map(content -> JsonMapper.shared().readTree(content));
    }

    /**
     * Revisions of a release.
     *
     * @param newestFirst all that were found
     * @param complete whether there are no others
     */
    public record Revisions(List<ReleaseRevision> newestFirst, boolean complete) {}

    /** The revisions of a release that is stored whole, or of the base and all parts of one that is not. */
    public Revisions revisions(String name) {
        HistoryQueue.Listing base = queue.revisionsBeginning(name + "/", MOST);
        HistoryQueue.Listing parts = queue.revisionsBeginning(Revision.identifierOfAsset(name, "."), MOST);
        Map<String, List<RevisionInfo>> all = new HashMap<>(parts.byIdentifier());
        all.putAll(base.byIdentifier());
        return revisions(name, new HistoryQueue.Listing(all, base.complete() && parts.complete()));
    }

    /**
     * The revisions of a part of a release.
     *
     * @param path null for the release itself, or its base
     */
    public Revisions revisions(String name, @Nullable String path) {
        return revisions(name, queue.revisionsBeginning(identifier(name, path) + "/", MOST));
    }

    private static Revisions revisions(String name, HistoryQueue.Listing listing) {
        List<ReleaseRevision> revisions = new ArrayList<>();
        listing.byIdentifier().forEach((identifier, infos) -> {
            String path = identifier.equals(name)
                    ? null
                    : identifier.substring(identifier(name, "").length());
            Set<Long> begun = infos.stream()
                    .filter(info -> info.dataVersion() != null)
                    .map(RevisionInfo::timestamp)
                    .collect(Collectors.toSet());
            for (RevisionInfo info : infos) {
                if (info.dataVersion() != null) {
                    revisions.add(new ReleaseRevision(
                            path, info, info.dataVersion() == 1 ? ChangeType.INSERT : ChangeType.UPDATE));
                } else if (!begun.contains(info.timestamp() + 1)) {
                    // The others say no more than that there was nothing before.
                    revisions.add(new ReleaseRevision(path, info, ChangeType.DELETE));
                }
            }
        });
        revisions.sort(ReleaseRevision.NEWEST_FIRST);
        return new Revisions(List.copyOf(revisions), listing.complete());
    }

    /**
     * What a release, or a part of one, was from a revision on, as JSON in UTF-8.
     *
     * @param path null for the release itself, or its base
     * @return nothing when there is no such revision, or there was no release from then on
     */
    public Optional<byte[]> content(String name, @Nullable String path, RevisionInfo info) {
        return queue.content(identifier(name, path), info).filter(content -> content.length > 0);
    }

    private static String identifier(String name, @Nullable String path) {
        return path == null ? name : Revision.identifierOfAsset(name, path);
    }
}
