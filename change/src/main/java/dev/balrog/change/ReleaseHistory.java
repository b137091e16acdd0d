// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

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

/** What releases were. */
public final class ReleaseHistory {
    /** Revisions that are looked at together; a cloud takes some seconds to list them. */
    private static final int MOST = 20_000;

    private final RevisionOutbox queue;

    public ReleaseHistory(RevisionOutbox queue) {
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

    /**
     * Returns the revisions of a release that is stored whole, or of the base and all parts of one that is not.
     *
     * @param others names of releases that begin as the revisions of its parts are named: what is kept under these is
     *     theirs
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
     * The revisions of a part of a release.
     *
     * @param path null for the release itself, or its base
     */
    public Revisions revisions(String name, @Nullable String path) {
        return revisions(name, queue.revisionsBeginning(identifier(name, path) + "/", MOST));
    }

    /** Returns the beginning of the names under which the revisions of the parts of a release are kept. */
    public static String prefixOfParts(String name) {
        return Revision.identifierOfAsset(name, ".");
    }

    /** Returns whether revisions are those of a platform's locale, which all parts of releases are. */
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
