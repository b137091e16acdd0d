// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import java.util.Optional;

/**
 * Canonical form of a request: requests that rules and releases can't tell apart are equal. It has
 * no address, no unknown parameters, no IMEI or platform version, and of the user agent only
 * whether a Mac has a PowerPC processor.
 *
 * @param url request target with all properties that rules and releases look at, except the
 *     processor
 * @param powerPc whether the user agent names a PowerPC processor
 */
public record NormalizedRequest(String url, boolean powerPc) {
    /** Value of {@link UpdateRequest#headerArchitecture()} for a PowerPC processor. */
    static final String POWER_PC = "PPC";

    /**
     * Normalizes a request.
     *
     * @return the canonical form; empty where no URL can carry all properties of the request, which
     *     is so only for requests that no client sends
     */
    public static Optional<NormalizedRequest> of(UpdateTarget target) {
        NormalizedRequest normalized = trusted(target);
        return normalized.isOf(target) ? Optional.of(normalized) : Optional.empty();
    }

    /** Normalizes a request all of whose properties a URL can carry. */
    static NormalizedRequest trusted(UpdateTarget target) {
        return new NormalizedRequest(
                target.url(), POWER_PC.equals(target.request().headerArchitecture()));
    }

    private boolean isOf(UpdateTarget target) {
        try {
            return target().equals(target);
        } catch (BadDataException noUpdateUrl) {
            return false;
        }
    }

    /**
     * Returns the request.
     *
     * @throws BadDataException if this does not come from {@link #of} and is no update URL
     */
    public UpdateTarget target() {
        return UpdateTarget.parse(url, powerPc ? POWER_PC : null);
    }
}
