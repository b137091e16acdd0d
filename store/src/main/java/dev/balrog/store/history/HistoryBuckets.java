// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/**
 * Object stores of release histories; both may be the same.
 *
 * @param releases store named by {@code RELEASES_HISTORY_BUCKET}
 * @param nightly store named by {@code NIGHTLY_HISTORY_BUCKET}
 */
public record HistoryBuckets(ObjectStore releases, ObjectStore nightly) implements AutoCloseable {

    /** Returns the store of a bucket. */
    public ObjectStore store(HistoryBucket bucket) {
        return switch (bucket) {
            case NIGHTLY -> nightly;
            case RELEASES -> releases;
        };
    }

    @Override
    public void close() {
        try (releases) {
            if (!nightly.equals(releases)) {
                nightly.close();
            }
        }
    }
}
