// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a scheduled change is no longer in the version that a signoff or an enactment named.
 * Nothing was recorded or enacted; read the change again.
 */
public final class OutdatedChangeException extends ApiException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Long currentDataVersion;
    private final @Nullable String currentDigest;

    public OutdatedChangeException(
            ChangeRejection refusal, @Nullable Long currentDataVersion, @Nullable String currentDigest) {
        super(refusal);
        this.currentDataVersion = currentDataVersion;
        this.currentDigest = currentDigest;
    }

    /** Returns the scheduled change's current data version; null if unknown. */
    public @Nullable Long currentDataVersion() {
        return currentDataVersion;
    }

    /** Returns the current outcome digest; null if unknown. */
    public @Nullable String currentDigest() {
        return currentDigest;
    }
}
