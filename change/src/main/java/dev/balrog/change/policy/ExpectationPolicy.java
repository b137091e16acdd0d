// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Place;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.StoredExpectation;
import dev.balrog.core.change.Action;
import dev.balrog.core.change.Permission;
import dev.balrog.core.expectation.InvalidExpectationException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policy for expectations. Changing one needs the permission for rules of each product that it has
 * requests for, before and after the change.
 *
 * <p>Changing or deleting one needs the signoffs for rules of the products and channels that it has
 * requests for: otherwise one user could remove the test, and then only the rules would be signed
 * off. Adding one needs none, because it only restricts.
 */
final class ExpectationPolicy implements Policy {
    private final GovernanceQueries queries;

    ExpectationPolicy(GovernanceQueries queries) {
        this.queries = queries;
    }

    @Override
    public void check(Proposal proposal) {
        Action action = proposal.type().action();
        Set<String> products = new TreeSet<>(products(proposal.before()));
        products.addAll(products(proposal.after()));
        for (String product : products) {
            queries.require(proposal.who(), Permission.RULE, action, action.id() + " expectations", product);
        }
        if (proposal.after() != null) {
            requireReadable(proposal.requireAfter());
        }
    }

    private static Set<String> products(@Nullable Row row) {
        return row == null ? Set.of() : StoredExpectation.products(row);
    }

    private static void requireReadable(Row row) {
        try {
            StoredExpectation.read(row);
        } catch (InvalidExpectationException e) {
            throw ChangeRejectedException.invalid(e.pointer() + ": " + e.getMessage());
        }
    }

    @Override
    public List<Protection> protections(Proposal proposal) {
        return proposal.before() == null ? List.of() : queries.protectionsOf(places(proposal.requireBefore()));
    }

    private static Set<Place> places(Row row) {
        try {
            return StoredExpectation.places(row);
        } catch (InvalidExpectationException storedByAnotherVersion) {
            return products(row).stream()
                    .map(product -> new Place(product, null))
                    .collect(Collectors.toSet());
        }
    }
}
