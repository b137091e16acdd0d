// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State of a scheduled change that a caller has seen and acts on.
 *
 * @param dataVersion version of the scheduled change; null where the caller does not say
 * @param digest outcome digest; null where the caller does not say
 */
public record SignoffExpectation(
        @Nullable Integer dataVersion, @Nullable String digest) {
    /** No expectation: whatever is current is meant. */
    public static final SignoffExpectation NONE = new SignoffExpectation(null, null);

    /**
     * Checks that the state is still the current one.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.OutdatedSignoff} when not
     */
    void require(ScheduledChange change, Optional<String> currentDigest) {
        boolean sameVersion = dataVersion == null || dataVersion == change.dataVersion();
        boolean sameDigest = digest == null || digest.equals(currentDigest.orElse(null));
        if (!sameVersion || !sameDigest) {
            throw new ChangeRejectedException(new ChangeRejection.OutdatedSignoff(
                    "Scheduled change " + change.id() + " or what it leads to has changed since it was read",
                    change.dataVersion(),
                    currentDigest.orElse(null)));
        }
    }
}
