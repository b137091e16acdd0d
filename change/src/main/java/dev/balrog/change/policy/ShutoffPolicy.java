// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.PRODUCT;

import dev.balrog.change.row.Proposal;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;

/**
 * Policy for emergency shutoffs. A user with the permission can stop updates immediately; resuming
 * them needs the signoffs for rules of the product and channel.
 */
final class ShutoffPolicy implements Policy {
    private final GovernanceQueries queries;

    ShutoffPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        String product = proposal.row().get(PRODUCT);
        switch (proposal.type()) {
            case INSERT ->
                queries.require(
                        proposal.who(), Permission.EMERGENCY_SHUTOFF, Action.CREATE, "shut off updates", product);
            case UPDATE ->
                queries.require(
                        proposal.who(), Permission.EMERGENCY_SHUTOFF, Action.MODIFY, "modify shutoffs", product);
            case DELETE ->
                queries.require(
                        proposal.who(), Permission.EMERGENCY_SHUTOFF, Action.DELETE, "delete shutoffs", product);
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return switch (proposal.type()) {
            case INSERT, UPDATE -> List.of();
            case DELETE -> queries.protections(List.of(proposal.requireBefore()));
        };
    }
}
