// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the signoffs that were given are enough. */
public sealed interface SignoffTally {

    /** They are. */
    record Satisfied() implements SignoffTally {}

    /**
     * They are not.
     *
     * @param missingByRole how many more are needed of which role
     * @param message what clients are told, in words that they may know
     */
    record Missing(Map<String, Integer> missingByRole, String message) implements SignoffTally {
        public Missing {
            missingByRole = Collections.unmodifiableMap(new LinkedHashMap<>(missingByRole));
        }
    }

    /**
     * Counts signoffs.
     *
     * @param rolesGiven the role of each signoff
     */
    static SignoffTally of(SignoffRequirement requirement, Collection<String> rolesGiven) {
        if (requirement.isEmpty()) {
            return new Satisfied();
        }
        Map<String, Integer> missing = new LinkedHashMap<>();
        requirement.countByRole().forEach((role, count) -> {
            int more = count - Collections.frequency(rolesGiven, role);
            if (more > 0) {
                missing.put(role, more);
            }
        });
        if (rolesGiven.isEmpty()) {
            // Also where zero signoffs are required: an entry that asks for none still asks somebody to look.
            return new Missing(missing, "No Signoffs given");
        }
        if (missing.isEmpty()) {
            return new Satisfied();
        }
        String role = missing.keySet().iterator().next();
        return new Missing(missing, "Not enough signoffs for role '" + role + "'");
    }
}
