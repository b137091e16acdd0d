// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/**
 * Kinds of release histories, stored separately because those of nightlies have a short retention.
 */
public enum HistoryBucket {
    NIGHTLY,
    RELEASES;

    /**
     * Returns the bucket of the history of a release.
     *
     * @param identifier identifier as in {@link Revision}
     */
    public static HistoryBucket of(String identifier) {
        return identifier.contains("nightly") ? NIGHTLY : RELEASES;
    }
}
