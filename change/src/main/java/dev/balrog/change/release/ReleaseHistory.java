// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.release;

import dev.balrog.change.row.ChangeType;
import dev.balrog.core.change.AssetPath;
import dev.balrog.store.history.Revision;
import dev.balrog.store.history.RevisionInfo;
import dev.balrog.store.history.RevisionOutbox;
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

/** Former states of releases. */
public final class ReleaseHistory {
    /**
     * Greatest number of revisions in one listing; an object store takes some seconds to list them.
     */
    private static final int MOST = 20_000;

    private final RevisionOutbox queue;

    public ReleaseHistory(RevisionOutbox queue) {
        this.queue = queue;
    }

    /**
     * Returns the content of a whole release at a data version.
     *
     * @return the content; empty if it is no longer stored
     */
    public Optional<JsonNode> data(String name, int dataVersion) {
        return queue.content(name, dataVersion)
                .filter(content -> content.length > 0)
                .map(content -> JsonMapper.shared().readTree(content));
    }

    /**
     * Revisions of a release.
     *
     * @param newestFirst the revisions found, newest first
     * @param complete whether the list is complete
     */
    public record Revisions(List<ReleaseRevision> newestFirst, boolean complete) {}

    /**
     * Returns the revisions of a whole release, or of the base and all parts of a split release.
     *
     * @param others names of other releases that begin with the prefix of this release's parts;
     *     their revisions are excluded
     */
    public Revisions revisions(String name, Set<String> others) {
        RevisionOutbox.Listing base = queue.revisionsBeginning(name + "/", MOST);
        RevisionOutbox.Listing parts = queue.revisionsBeginning(prefixOfParts(name), MOST);
        Map<String, List<RevisionInfo>> all = new HashMap<>(parts.byIdentifier());
        all.keySet().removeIf(identifier -> others.contains(identifier) || !isPart(name, identifier));
        all.putAll(base.byIdentifier());
        return revisions(name, new RevisionOutbox.Listing(all, base.complete() && parts.complete()));
    }

    /**
     * Returns the revisions of a part of a release.
     *
     * @param path null for the release itself, or its base
     */
    public Revisions revisions(String name, @Nullable String path) {
        return revisions(name, queue.revisionsBeginning(identifier(name, path) + "/", MOST));
    }

    /** Returns the name prefix of the revisions of the parts of a release. */
    public static String prefixOfParts(String name) {
        return Revision.identifierOfAsset(name, ".");
    }

    /** Returns whether an identifier names a locale of a platform, as all parts of releases do. */
    private static boolean isPart(String name, String identifier) {
        AssetPath path =
                AssetPath.parse(identifier.substring(identifier(name, "").length()));
        return path.isLocale();
    }

    private static Revisions revisions(String name, RevisionOutbox.Listing listing) {
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
                    // The others only record that nothing existed before an insertion.
                    revisions.add(new ReleaseRevision(path, info, ChangeType.DELETE));
                }
            }
        });
        revisions.sort(ReleaseRevision.NEWEST_FIRST);
        return new Revisions(List.copyOf(revisions), listing.complete());
    }

    /**
     * Returns the content of a release or a part after a revision, as JSON in UTF-8.
     *
     * @param path null for the release itself, or its base
     * @return the content; empty if there is no such revision, or if it is a deletion
     */
    public Optional<byte[]> content(String name, @Nullable String path, RevisionInfo info) {
        return queue.content(identifier(name, path), info).filter(content -> content.length > 0);
    }

    private static String identifier(String name, @Nullable String path) {
        return path == null ? name : Revision.identifierOfAsset(name, path);
    }
}
