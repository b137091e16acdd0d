// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.List;

/**
 * One entry in the history of a release. The history of a release in {@code releases} or {@code releases_json} goes by
 * the release's name, that of an asset by {@link #identifierOfAsset}. Which of the tables it is can't be told from it.
 *
 * @param identifier what the history belongs to
 * @param info data version, time and user
 * @param content the JSON of the release from then on; empty text when there is no release
 */
public record Revision(String identifier, RevisionInfo info, String content) {

    /** What the history of a part of a release goes by. */
    public static String identifierOfAsset(String name, String path) {
        return name + "-" + path;
    }

    /**
     * The entries for a release that came into being: that there was none a millisecond before, and what it is.
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
     * The entry for a release that was changed.
     *
     * @param dataVersion the new one
     * @param timestamp milliseconds since 1970
     * @param content its new JSON
     */
    public static Revision ofUpdate(
            String identifier, int dataVersion, long timestamp, String changedBy, String content) {
        return new Revision(identifier, new RevisionInfo(dataVersion, timestamp, changedBy), content);
    }

    /**
     * The entry for a release that was deleted.
     *
     * @param dataVersion the last one it had
     * @param timestamp milliseconds since 1970
     */
    public static Revision ofDelete(String identifier, int dataVersion, long timestamp, String changedBy) {
        return new Revision(identifier, new RevisionInfo(dataVersion, timestamp, changedBy), "");
    }

    /** Which of the stores it goes to. */
    public HistoryBucket bucket() {
        return HistoryBucket.of(identifier);
    }

    /** The name of the object that holds it, as the reference names it. */
    public String objectName() {
        return info.objectName(identifier);
    }
}
