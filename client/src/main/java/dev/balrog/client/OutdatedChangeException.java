// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a scheduled change is not, or no longer, what a signoff or an enactment was for. Nothing was recorded or
 * enacted; read the change again.
 */
public final class OutdatedChangeException extends ApiException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Long currentDataVersion;
    private final @Nullable String currentDigest;

    OutdatedChangeException(
            ChangeRejection refusal, @Nullable Long currentDataVersion, @Nullable String currentDigest) {
        super(refusal);
        this.currentDataVersion = currentDataVersion;
        this.currentDigest = currentDigest;
    }

    /** Returns the scheduled change's current data version; null if not said. */
    public @Nullable Long currentDataVersion() {
        return currentDataVersion;
    }

    /** Returns the digest of the change's current outcome; null if not said. */
    public @Nullable String currentDigest() {
        return currentDigest;
    }
}
