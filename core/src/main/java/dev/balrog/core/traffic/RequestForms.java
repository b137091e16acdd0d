// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import dev.balrog.core.request.UpdateTarget;
import java.util.Optional;

/**
 * Request in the forms that are counted.
 *
 * @param exact the canonical form
 * @param general the canonical form of the request with less exact hardware, which many more
 *     requests have in common
 */
public record RequestForms(NormalizedRequest exact, NormalizedRequest general) {

    /** Returns the forms of a request; empty where it has no canonical form. */
    public static Optional<RequestForms> of(UpdateTarget target) {
        return NormalizedRequest.of(target)
                .flatMap(exact -> Generalization.HARDWARE.of(target).map(general -> new RequestForms(exact, general)));
    }

    /** Returns the forms of a request in the canonical form. */
    public static RequestForms of(NormalizedRequest exact) {
        return new RequestForms(exact, Generalization.HARDWARE.of(exact).orElse(exact));
    }
}
