// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.SignoffTally;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Signoffs that a grant of a role or permission needs (<a
 * href="https://csrc.nist.gov/glossary/term/dual_authorization">dual authorization</a>): the
 * required ones, and at least one of another user than the granter if another user can sign off.
 */
final class GrantRequirement {
    private final GovernanceQueries queries;

    GrantRequirement(GovernanceQueries queries) {
        this.queries = queries;
    }

    /**
     * Returns the signoffs that a grant needs.
     *
     * @param required signoffs that the protections require
     * @param granter name of the author of the grant
     * @param given recorded signoffs
     */
    SignoffRequirement of(SignoffRequirement required, String granter, List<CountedSignoff> given) {
        Optional<CountedSignoff> own = given.stream()
                .filter(signoff -> signoff.username().equals(granter))
                .findFirst();
        if (required.isEmpty() || own.isEmpty() || given.size() > 1 || !isSatisfied(required, given)) {
            return required;
        }
        String ownRole = own.get().role();
        List<String> roles = required.countByRole().keySet().stream()
                .filter(role -> queries.peopleWithRole(role).stream().anyMatch(holder -> !holder.equals(granter)))
                .sorted(Comparator.comparing((String role) -> !role.equals(ownRole)))
                .toList();
        if (roles.isEmpty()) {
            return required;
        }
        String role = roles.getFirst();
        return required.and(SignoffRequirement.of(role, role.equals(ownRole) ? 2 : 1));
    }

    private static boolean isSatisfied(SignoffRequirement required, List<CountedSignoff> given) {
        return SignoffTally.of(required, given) instanceof SignoffTally.Satisfied;
    }
}
