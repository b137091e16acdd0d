// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

/**
 * The object stores that histories of releases are kept in; both may be the same one.
 *
 * @param releases what {@code RELEASES_HISTORY_BUCKET} names
 * @param nightly what {@code NIGHTLY_HISTORY_BUCKET} names
 */
public record HistoryBuckets(ObjectStore releases, ObjectStore nightly) implements AutoCloseable {

    /** The store of a bucket. */
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
