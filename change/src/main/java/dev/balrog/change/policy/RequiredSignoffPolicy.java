// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.store.jooq.Tables.PRODUCT_REQ_SIGNOFFS;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Policy for required signoffs. Changing a required signoff needs the signoffs it currently
 * requires.
 */
final class RequiredSignoffPolicy implements Policy {
    private final GovernanceQueries queries;

    RequiredSignoffPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                checkFulfillable(proposal.requireAfter());
                require(proposal, Action.CREATE, "create new Required Signoffs");
            }
            case UPDATE -> {
                checkFulfillable(proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify Required Signoffs");
            }
            case DELETE -> require(proposal, Action.DELETE, "remove Required Signoffs");
        }
    }

    private void require(Proposal proposal, Action action, String what) {
        queries.require(proposal.who(), Permission.REQUIRED_SIGNOFF, action, what);
    }

    private void checkFulfillable(Row row) {
        Integer required = row.get(PRODUCT_REQ_SIGNOFFS.SIGNOFFS_REQUIRED);
        if (required == null || required < 1) {
            throw ChangeRejectedException.invalid("signoffs_required has to be 1 or more");
        }
        String role = row.require(ROLE);
        int users = queries.usersWithRole(role);
        if (users < required) {
            String what = Stream.of(row.get(PRODUCT), row.get(CHANNEL))
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "));
            throw ChangeRejectedException.invalid("Cannot require " + required + " signoffs for " + what + " - only "
                    + users + " users hold the " + role + " role");
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return queries.protectionsOfRequirements(
                proposal.entity(),
                Stream.of(proposal.before(), proposal.after())
                        .filter(Objects::nonNull)
                        .toList());
    }
}
