// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_SETS;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.Collections;
import java.util.List;

/**
 * Policy for change sets. Each change in a set is checked by the policy of its own entity, in the
 * name of the author of the set; this one decides who may propose, edit, cancel and enact the set
 * as such. The set itself needs no signoffs: its changes do.
 */
final class ChangeSetPolicy implements Policy {
    private final GovernanceQueries queries;

    ChangeSetPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> checkAuthor(proposal);
            case UPDATE -> checkUpdate(proposal);
            case DELETE -> throw ChangeRejectedException.denied("Change sets are never deleted");
        }
    }

    /** Checks that the set is proposed in the name of its author. */
    private void checkAuthor(Proposal proposal) {
        if (!proposal.requireAfter().require(BALROG_CHANGE_SETS.AUTHOR).equals(proposal.who())) {
            throw ChangeRejectedException.denied(proposal.who() + " is not the author of the change set");
        }
        if (!queries.isKnown(proposal.who())) {
            throw ChangeRejectedException.denied(
                    proposal.who() + " is not allowed to propose change sets: no permissions");
        }
    }

    private void checkUpdate(Proposal proposal) {
        Row before = proposal.requireBefore();
        SetState state = SetState.of(before);
        if (state != SetState.OPEN) {
            throw ChangeRejectedException.invalid("The change set is already " + state.text());
        }
        switch (SetState.of(proposal.requireAfter())) {
            case OPEN -> {
                requireAuthorOrAdmin(before, proposal.who(), "edit");
                checkAuthor(proposal);
            }
            case CANCELLED -> requireAuthorOrAdmin(before, proposal.who(), "cancel");
            case ENACTED -> {
                if (!isAuthor(before, proposal.who())) {
                    queries.require(proposal.who(), Permission.SCHEDULED_CHANGE, Action.ENACT, "enact change sets");
                }
            }
        }
    }

    private void requireAuthorOrAdmin(Row set, String who, String action) {
        if (!isAuthor(set, who) && !queries.isAdmin(who, Collections.singletonList(null))) {
            throw ChangeRejectedException.denied(who + " is not allowed to " + action + " the change set of "
                    + set.require(BALROG_CHANGE_SETS.AUTHOR));
        }
    }

    private static boolean isAuthor(Row set, String who) {
        return set.require(BALROG_CHANGE_SETS.AUTHOR).equals(who);
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return List.of();
    }
}
