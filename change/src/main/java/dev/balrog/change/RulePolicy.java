// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Rules belong to the product that they are for, before and after the change; a rule for all products to all of them. */
final class RulePolicy implements Policy {
    private final Facts facts;

    RulePolicy(Facts facts) {
        this.facts = facts;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> require(proposal, Action.CREATE, "create new rules", proposal.requireAfter());
            case UPDATE -> {
                require(proposal, Action.MODIFY, "modify rules", proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify rules", proposal.requireBefore());
            }
            case DELETE -> require(proposal, Action.DELETE, "delete rules", proposal.requireBefore());
        }
    }

    private void require(Proposal proposal, Action action, String what, Row rule) {
        facts.require(proposal.who(), Permission.RULE, action, what, rule.text("product"));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return facts.protections(Stream.of(proposal.before(), proposal.after())
                .filter(Objects::nonNull)
                .toList());
    }
}
