// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;

/** Roles of users, in whose name they sign off. */
final class UserRolePolicy implements Policy {
    private final Facts facts;

    UserRolePolicy(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Proposal proposal) {
        String role = proposal.row().requireText("role");
        switch (proposal.type()) {
            case INSERT -> {
                facts.require(proposal.who(), Permission.PERMISSION, Action.CREATE, "grant user roles");
                if (!facts.isKnown(proposal.requireAfter().requireText("username"))) {
                    throw RefusedException.invalid("Cannot grant a role to a user without any permissions");
                }
            }
            case UPDATE -> throw RefusedException.invalid("User roles can only be granted and revoked");
            case DELETE -> {
                facts.require(proposal.who(), Permission.PERMISSION, Action.DELETE, "revoke user roles");
                if (facts.usersWithRole(role) - 1 < facts.mostSignoffs(role)) {
                    throw RefusedException.invalid("Revoking " + role
                            + " role would make it impossible for Required Signoffs to be fulfilled");
                }
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return List.of();
    }
}
