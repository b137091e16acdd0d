// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.serving;

import dev.balrog.core.snapshot.SnapshotStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a public app answers when it is asked what it serves. */
public sealed interface PublicAppStatus {
    /** Returns host and port of its metrics. */
    String address();

    /**
     * App that has answered.
     *
     * @param snapshot what it serves, by its own clock
     * @param ahead how far its clock is ahead of this app's
     */
    record Answered(String address, SnapshotStatus snapshot, Duration ahead) implements PublicAppStatus {
        /**
         * Returns since when it serves all changes up to an entry of the audit log, at the latest,
         * by this app's clock; empty if it does not.
         */
        public Optional<Instant> servedSince(long sequence) {
            return snapshot.servedSince(sequence).map(since -> since.minus(ahead));
        }
    }

    /**
     * App that has not answered.
     *
     * @param problem the reason
     */
    record Failed(String address, String problem) implements PublicAppStatus {}
}
