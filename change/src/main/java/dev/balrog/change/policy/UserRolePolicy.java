// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Proposal;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.SignoffRequirement;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Policy for roles of users, which they sign off as. Granting one needs signoffs, because it allows
 * to sign off; revoking one takes effect immediately.
 */
final class UserRolePolicy implements Policy {
    private final GovernanceQueries queries;
    private final GrantRequirement grants;

    UserRolePolicy(GovernanceQueries queries) {
        this.queries = queries;
        this.grants = new GrantRequirement(queries);
    }

    @Override
    public void check(Proposal proposal) {
        String role = proposal.row().require(ROLE);
        switch (proposal.type()) {
            case INSERT -> {
                queries.require(proposal.who(), Permission.PERMISSION, Action.CREATE, "grant user roles");
                String username = proposal.requireAfter().require(USERNAME);
                PermissionPolicy.checkName(username);
                if (!queries.isKnown(username)) {
                    throw ChangeRejectedException.invalid("Cannot grant a role to a user without any permissions");
                }
            }
            case UPDATE -> throw ChangeRejectedException.invalid("User roles can only be granted and revoked");
            case DELETE -> {
                queries.require(proposal.who(), Permission.PERMISSION, Action.DELETE, "revoke user roles");
                if (queries.usersWithRole(role) - 1 < queries.mostSignoffs(role)) {
                    throw ChangeRejectedException.invalid("Revoking " + role
                            + " role would make it impossible for Required Signoffs to be fulfilled");
                }
            }
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return switch (proposal.type()) {
            case INSERT ->
                Protection.union(Stream.of(
                        queries.protectionsOfPermissions(List.of(Set.of())),
                        queries.protectionsOfRole(proposal.requireAfter().require(ROLE))));
            case UPDATE, DELETE -> List.of();
        };
    }

    @Override
    public SignoffRequirement requiredSignoffs(
            Proposal proposal, List<Protection> protections, List<CountedSignoff> given) {
        return grants.of(Protection.requirement(protections), proposal.who(), given);
    }
}
