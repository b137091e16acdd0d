// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Rules belong to the product that they are for, before and after the change; a rule for all products to all of them. */
final class RulePolicy implements Policy {
    /** Without a rate a rule serves nobody, and without a priority its place is anybody's guess. */
    private static final List<String> REQUIRED = List.of("backgroundRate", "priority");

    private final GovernanceQueries queries;
    private final boolean requiresRate;

    /**
     * Creates the policy.
     *
     * @param requiresRate whether a rule has to have a background rate and a priority
     */
    RulePolicy(GovernanceQueries queries, boolean requiresRate) {
        this.queries = queries;
        this.requiresRate = requiresRate;
    }

    @Override
    public void check(Proposal proposal) {
        switch (proposal.type()) {
            case INSERT -> {
                checkRequired(proposal);
                require(proposal, Action.CREATE, "create new rules", proposal.requireAfter());
                requireReleases(proposal);
            }
            case UPDATE -> {
                checkRequired(proposal);
                require(proposal, Action.MODIFY, "modify rules", proposal.requireAfter());
                require(proposal, Action.MODIFY, "modify rules", proposal.requireBefore());
                requireReleases(proposal);
            }
            case DELETE -> require(proposal, Action.DELETE, "delete rules", proposal.requireBefore());
        }
    }

    /** Rejects nulls that are new; rules that have them already may be changed in other columns. */
    private void checkRequired(Proposal proposal) {
        for (String column : REQUIRED) {
            boolean isNew = proposal.type() == ChangeType.INSERT || proposal.changes(column);
            if (requiresRate && isNew && proposal.requireAfter().get(column) == null) {
                throw ChangeRejectedException.invalid(column + " cannot be set to null/empty");
            }
        }
    }

    /** A release may have gone since the change was scheduled. What a rule maps to already is left alone. */
    private void requireReleases(Proposal proposal) {
        for (String column : Mappings.COLUMNS) {
            String name = proposal.requireAfter().text(column);
            boolean isNew = proposal.before() == null || proposal.changes(column);
            if (name != null && isNew && !queries.releaseExists(name)) {
                throw ChangeRejectedException.invalid("Invalid " + column + " value. No release name found in DB");
            }
        }
    }

    private void require(Proposal proposal, Action action, String what, Row rule) {
        queries.require(proposal.who(), Permission.RULE, action, what, rule.text("product"));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return queries.protections(Stream.of(proposal.before(), proposal.after())
                .filter(Objects::nonNull)
                .toList());
    }
}
