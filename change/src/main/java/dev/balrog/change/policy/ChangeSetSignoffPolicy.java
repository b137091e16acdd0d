// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import java.util.Collections;
import java.util.List;

/**
 * Policy for signoffs of change sets. They follow the rules of those of scheduled changes: a person
 * signs off in one role that they hold, and a signoff is revoked by its signer, by somebody with the
 * same role or by an administrator.
 */
final class ChangeSetSignoffPolicy implements Policy {
    private static final String USERNAME = "username";
    private static final String ROLE = "role";

    private final GovernanceQueries queries;

    ChangeSetSignoffPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        requireOpen(proposal.row());
        switch (proposal.type()) {
            case INSERT -> checkSigner(proposal);
            case UPDATE -> {
                checkSigner(proposal);
                if (proposal.changes(ROLE)
                        && queries.roles(proposal.who())
                                .contains(proposal.requireBefore().requireText(ROLE))) {
                    throw ChangeRejectedException.denied("Cannot signoff with a second role");
                }
            }
            case DELETE -> checkRevocation(proposal.requireBefore(), proposal.who());
        }
    }

    private void requireOpen(Row signoff) {
        SetState state = queries.find(Entity.CHANGE_SETS, signoff)
                .map(SetState::of)
                .orElseThrow(() -> ChangeRejectedException.invalid("The change set does not exist"));
        if (state != SetState.OPEN) {
            throw ChangeRejectedException.invalid("The change set is already " + state.text());
        }
    }

    private void checkSigner(Proposal proposal) {
        String who = proposal.who();
        Row signoff = proposal.requireAfter();
        if (!signoff.requireText(USERNAME).equals(who)) {
            throw ChangeRejectedException.denied(who + " cannot signoff for somebody else");
        }
        if (queries.isServiceAccount(who)) {
            throw ChangeRejectedException.denied("System account cannot signoff");
        }
        if (!queries.roles(who).contains(signoff.requireText(ROLE))) {
            throw ChangeRejectedException.denied(who + " cannot signoff with role '" + signoff.requireText(ROLE) + "'");
        }
    }

    private void checkRevocation(Row signoff, String who) {
        if (queries.isServiceAccount(who)) {
            throw ChangeRejectedException.denied("System accounts cannot revoke a signoff");
        }
        boolean own = who.equals(signoff.requireText(USERNAME));
        boolean sameRole = queries.roles(who).contains(signoff.requireText(ROLE));
        if (!own && !sameRole && !queries.isAdmin(who, Collections.singletonList(null))) {
            throw ChangeRejectedException.denied(
                    "Cannot revoke a signoff made by someone in a group you do not belong to");
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return List.of();
    }
}
