// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Counts signoffs. */
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
