// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.ROLE;
import static dev.balrog.change.row.SharedColumns.USERNAME;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import java.util.Collections;
import java.util.List;

/**
 * Policy for signoffs of change sets. They follow the {@link SigningRights} of those of scheduled
 * changes.
 */
final class ChangeSetSignoffPolicy implements Policy {

    private final GovernanceQueries queries;
    private final SigningRights rights;

    ChangeSetSignoffPolicy(GovernanceQueries queries) {
        this.queries = queries;
        this.rights = new SigningRights(queries);
    }

    @Override
    public void check(Proposal proposal) {
        requireOpen(proposal.row());
        switch (proposal.type()) {
            case INSERT -> checkSigner(proposal);
            case UPDATE -> {
                checkSigner(proposal);
                rights.requireSingleRole(
                        proposal.who(),
                        proposal.requireBefore().require(ROLE),
                        proposal.requireAfter().require(ROLE));
            }
            case DELETE -> {
                Row signoff = proposal.requireBefore();
                rights.requireRevocation(
                        proposal.who(),
                        signoff.require(USERNAME),
                        signoff.require(ROLE),
                        Collections.singletonList(null));
            }
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
        if (!signoff.require(USERNAME).equals(who)) {
            throw ChangeRejectedException.denied(who + " cannot signoff for somebody else");
        }
        rights.requireRole(who, signoff.require(ROLE));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return List.of();
    }
}
