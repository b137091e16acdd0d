// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/** The two kinds of release histories, which are kept apart because those of nightlies are not kept for long. */
public enum HistoryBucket {
    NIGHTLY,
    RELEASES;

    /**
     * Where the history of a release is kept.
     *
     * @param identifier as in {@link Revision}
     */
    public static HistoryBucket of(String identifier) {
        return identifier.contains("nightly") ? NIGHTLY : RELEASES;
    }
}
