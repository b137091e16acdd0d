// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
import dev.balrog.core.reach.ReachableReleases;
import dev.balrog.core.reach.ReferenceSource;
import dev.balrog.core.reach.References;
import dev.balrog.core.reach.RuleReference;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes the releases that the response to one request can depend on: {@link ReachableReleases},
 * restricted to the rule and the pin of each product that apply to the request.
 */
public final class RequestReachability {
    private final Snapshot snapshot;
    private final UpdateRequest request;

    /**
     * Prepares the computation.
     *
     * @param snapshot rules and pins; its releases are not used
     */
    public RequestReachability(Snapshot snapshot, UpdateRequest request) {
        this.snapshot = snapshot;
        this.request = request;
    }

    /**
     * Visits every release that the response can depend on.
     *
     * @param references returns the references of those releases that exist, by name
     */
    public void visit(Function<Set<String>, Map<String, References>> references) {
        Set<String> roots = new TreeSet<>(pinned(request));
        matching(request).ifPresent(rule -> roots.addAll(mappings(rule)));
        ReachableReleases.from(roots, new ReferenceSource() {
            @Override
            public Map<String, References> references(Set<String> releaseNames) {
                return references.apply(releaseNames);
            }

            @Override
            public List<RuleReference> rulesOfProduct(String product) {
                return matching(request.withProduct(product)).stream()
                        .map(rule -> new RuleReference(rule.id(), mappings(rule)))
                        .toList();
            }

            @Override
            public Set<String> pinnedReleases(String product) {
                return pinned(request.withProduct(product));
            }
        });
    }

    private Optional<Rule> matching(UpdateRequest asked) {
        try {
            return snapshot.rules().match(asked);
        } catch (BadDataException noAnswer) {
            return Optional.empty();
        }
    }

    private static Set<String> mappings(Rule rule) {
        return Stream.concat(Stream.ofNullable(rule.mapping()), Stream.ofNullable(rule.fallbackMapping()))
                .collect(Collectors.toSet());
    }

    private Set<String> pinned(UpdateRequest asked) {
        String pin = asked.pin();
        if (pin == null) {
            return Set.of();
        }
        try {
            String mapping = Decider.pinMapping(snapshot, asked, pin);
            return mapping == null ? Set.of() : Set.of(mapping);
        } catch (BadDataException noAnswer) {
            return Set.of();
        }
    }
}
