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
            case INSERT -> {
                require(proposal, Action.CREATE, "create new rules", proposal.requireAfter());
                requireReleases(proposal);
            }
            case UPDATE -> {
                require(proposal, Action.MODIFY, "modify rules", proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify rules", proposal.requireBefore());
                requireReleases(proposal);
            }
            case DELETE -> require(proposal, Action.DELETE, "delete rules", proposal.requireBefore());
        }
    }

    /** A release may have gone since the change was scheduled. What a rule maps to already is left alone. */
    private void requireReleases(Proposal proposal) {
        for (String column : List.of("mapping", "fallbackMapping")) {
            String name = proposal.requireAfter().text(column);
            boolean isNew = proposal.before() == null || proposal.changes(column);
            if (name != null && isNew && !facts.releaseExists(name)) {
                throw RefusedException.invalid("Invalid " + column + " value. No release name found in DB");
            }
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
