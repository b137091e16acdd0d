// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * State of a scheduled change that a caller has seen and expects.
 *
 * @param dataVersion data version of the scheduled change; null for any
 * @param digest outcome digest; null for any
 */
public record SignoffExpectation(
        @Nullable Integer dataVersion, @Nullable String digest) {
    /** No expectation: matches any current state. */
    public static final SignoffExpectation NONE = new SignoffExpectation(null, null);

    /**
     * Checks that the state is current.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.OutdatedSignoff} if not
     */
    public void require(ScheduledChange change, Optional<String> currentDigest) {
        boolean sameVersion = dataVersion == null || dataVersion == change.dataVersion();
        boolean sameDigest = digest == null || digest.equals(currentDigest.orElse(null));
        if (!sameVersion || !sameDigest) {
            throw new ChangeRejectedException(new ChangeRejection.OutdatedSignoff(
                    "Scheduled change " + change.id() + " or a release that it maps to has changed since it was read",
                    change.dataVersion(),
                    currentDigest.orElse(null)));
        }
    }
}
