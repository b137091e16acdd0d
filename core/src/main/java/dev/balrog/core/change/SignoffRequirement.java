// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The signoffs that a change needs.
 *
 * @param countByRole how many by which role, in the order in which the roles came up
 */
public record SignoffRequirement(Map<String, Integer> countByRole) {
    /** No signoff is needed. */
    public static final SignoffRequirement NONE = new SignoffRequirement(Map.of());

    public SignoffRequirement {
        countByRole = Collections.unmodifiableMap(new LinkedHashMap<>(countByRole));
    }

    /** So many signoffs by one role. */
    public static SignoffRequirement of(String role, int count) {
        return new SignoffRequirement(Map.of(role, Math.max(0, count)));
    }

    /** What satisfies both: of each role, the larger number. */
    public SignoffRequirement and(SignoffRequirement other) {
        Map<String, Integer> counts = new LinkedHashMap<>(countByRole);
        other.countByRole.forEach((role, count) -> counts.merge(role, count, Math::max));
        return new SignoffRequirement(counts);
    }

    /** Whether the change can be made without anybody's signoff. */
    public boolean isEmpty() {
        return countByRole.isEmpty();
    }
}
