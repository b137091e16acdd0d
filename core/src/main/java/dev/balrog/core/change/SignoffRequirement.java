// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signoffs that a change needs.
 *
 * @param countByRole number of signoffs by role, in the order in which the roles were found
 */
public record SignoffRequirement(Map<String, Integer> countByRole) {
    /** Requirement of no signoffs. */
    public static final SignoffRequirement NONE = new SignoffRequirement(Map.of());

    public SignoffRequirement {
        countByRole = Collections.unmodifiableMap(new LinkedHashMap<>(countByRole));
    }

    /** Returns a requirement of signoffs by one role. */
    public static SignoffRequirement of(String role, int count) {
        return new SignoffRequirement(Map.of(role, Math.max(0, count)));
    }

    /** Returns the requirement that satisfies both: the larger number for each role. */
    public SignoffRequirement and(SignoffRequirement other) {
        Map<String, Integer> counts = new LinkedHashMap<>(countByRole);
        other.countByRole.forEach((role, count) -> counts.merge(role, count, Math::max));
        return new SignoffRequirement(counts);
    }

    /** Returns the number of signoffs by role, as the APIs show it. */
    public ObjectNode toJson() {
        ObjectNode roles = JsonNodeFactory.instance.objectNode();
        countByRole.forEach(roles::put);
        return roles;
    }

    /** Returns whether the change needs no signoffs. */
    public boolean isEmpty() {
        return countByRole.isEmpty();
    }
}
