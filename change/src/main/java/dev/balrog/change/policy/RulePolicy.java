// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Mappings;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;

/**
 * Policy for rules. A change of a rule affects its products before and after the change; a rule
 * without product affects all products.
 */
final class RulePolicy implements Policy {
    /**
     * Required columns: without a rate a rule serves no client, and without a priority its order is
     * undefined.
     */
    private static final List<Field<?>> REQUIRED = List.of(RULES.BACKGROUNDRATE, RULES.PRIORITY);

    private final GovernanceQueries queries;
    private final boolean requiresRate;

    /**
     * Creates the policy.
     *
     * @param requiresRate whether a rule must have a background rate and a priority
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

    /** Rejects new nulls; rules that already have nulls may be changed in other columns. */
    private void checkRequired(Proposal proposal) {
        for (Field<?> column : REQUIRED) {
            boolean isNew = proposal.type() == ChangeType.INSERT || proposal.changes(column);
            if (requiresRate && isNew && !proposal.requireAfter().hasValue(column)) {
                throw ChangeRejectedException.invalid(column.getName() + " cannot be set to null/empty");
            }
        }
    }

    /**
     * Checks that new mappings exist, because a release may have been deleted since the change was
     * scheduled. Existing mappings are not checked.
     */
    private void requireReleases(Proposal proposal) {
        for (Field<String> column : Mappings.COLUMNS) {
            String name = proposal.requireAfter().get(column);
            boolean isNew = proposal.before() == null || proposal.changes(column);
            if (name != null && isNew && !queries.releaseExists(name)) {
                throw ChangeRejectedException.invalid(
                        "Invalid " + column.getName() + " value. No release name found in DB");
            }
        }
    }

    private void require(Proposal proposal, Action action, String what, Row rule) {
        queries.require(proposal.who(), Permission.RULE, action, what, rule.get(PRODUCT));
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return queries.protections(Stream.of(proposal.before(), proposal.after())
                .filter(Objects::nonNull)
                .toList());
    }
}
