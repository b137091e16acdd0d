// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.List;

/**
 * A revision in the history of a release. The identifier for a release in {@code releases} or
 * {@code releases_json} is its name, that for an asset is from {@link #identifierOfAsset}. It does
 * not distinguish the two tables of releases.
 *
 * @param identifier identifier of the history
 * @param info data version, time and user
 * @param content JSON of the release from then on; empty string when there is no release
 */
public record Revision(String identifier, RevisionInfo info, String content) {

    /** Returns the identifier of the history of an asset. */
    public static String identifierOfAsset(String name, String path) {
        return name + "-" + path;
    }

    /**
     * Returns the revisions for the creation of a release: one without a release a millisecond
     * earlier, and its initial content.
     *
     * @param timestamp milliseconds since 1970
     * @param content its JSON
     */
    public static List<Revision> ofInsert(
            String identifier, int dataVersion, long timestamp, String changedBy, String content) {
        return List.of(
                new Revision(identifier, new RevisionInfo(null, timestamp - 1, changedBy), ""),
                ofUpdate(identifier, dataVersion, timestamp, changedBy, content));
    }

    /**
     * Returns the revision for an update of a release.
     *
     * @param dataVersion the new data version
     * @param timestamp milliseconds since 1970
     * @param content its new JSON
     */
    public static Revision ofUpdate(
            String identifier, int dataVersion, long timestamp, String changedBy, String content) {
        return new Revision(identifier, new RevisionInfo(dataVersion, timestamp, changedBy), content);
    }

    /**
     * Returns the revision for the deletion of a release.
     *
     * @param dataVersion its last data version
     * @param timestamp milliseconds since 1970
     */
    public static Revision ofDelete(String identifier, int dataVersion, long timestamp, String changedBy) {
        return new Revision(identifier, new RevisionInfo(dataVersion, timestamp, changedBy), "");
    }

    /** Returns the bucket of the revision. */
    public HistoryBucket bucket() {
        return HistoryBucket.of(identifier);
    }

    /** Returns the name of the object of the revision, as in Mozilla's Balrog. */
    public String objectName() {
        return info.objectName(identifier);
    }
}
