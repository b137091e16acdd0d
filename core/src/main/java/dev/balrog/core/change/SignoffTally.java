// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Comparison of signoffs with a requirement. */
public sealed interface SignoffTally {

    /** Sufficient signoffs. */
    record Satisfied() implements SignoffTally {}

    /**
     * Insufficient signoffs.
     *
     * @param missingByRole number of missing signoffs by role
     * @param message the message for clients, in a wording that they may recognize
     */
    record Missing(Map<String, Integer> missingByRole, String message) implements SignoffTally {
        public Missing {
            missingByRole = Collections.unmodifiableMap(new LinkedHashMap<>(missingByRole));
        }
    }

    /** Compares signoffs with a requirement. */
    static SignoffTally of(SignoffRequirement requirement, List<CountedSignoff> signoffs) {
        if (requirement.isEmpty()) {
            return new Satisfied();
        }
        List<String> rolesGiven = signoffs.stream().map(CountedSignoff::role).toList();
        Map<String, Integer> missing = new LinkedHashMap<>();
        requirement.countByRole().forEach((role, count) -> {
            int more = count - Collections.frequency(rolesGiven, role);
            if (more > 0) {
                missing.put(role, more);
            }
        });
        if (rolesGiven.isEmpty()) {
            // Also where zero signoffs are required: such an entry still requires at least one
            // signoff.
            return new Missing(missing, "No Signoffs given");
        }
        if (missing.isEmpty()) {
            return new Satisfied();
        }
        String role = missing.keySet().iterator().next();
        return new Missing(missing, "Not enough signoffs for role '" + role + "'");
    }
}
