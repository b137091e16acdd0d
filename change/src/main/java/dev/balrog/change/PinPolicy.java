// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;

/** Pins reach only clients that ask for them; nobody has to agree. */
final class PinPolicy implements Policy {
    private final Facts facts;

    PinPolicy(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Proposal proposal) {
        Action action = switch (proposal.type()) {
            case INSERT -> Action.CREATE;
            case UPDATE -> Action.MODIFY;
            case DELETE -> Action.DELETE;
        };
        facts.require(
                proposal.who(),
                Permission.PINNABLE_RELEASE,
                action,
                action.id() + " pinnable releases",
                proposal.row().text("product"));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return List.of();
    }
}
