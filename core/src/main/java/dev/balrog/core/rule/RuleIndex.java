// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Index of all compiled rules by the most selective conditions: the product, then the channel.
 *
 * <p>Of the rules that match a request, the one with the highest priority applies, and of those the
 * one with the lowest id. A version that can't be compared makes the whole request fail if any rule
 * that is evaluated has a version condition, whatever the priority of that rule: this is compatible
 * with Mozilla's Balrog, and invalid rules are noticed soon.
 */
public final class RuleIndex {
    private final List<CompiledRule> inPrecedence;
    private final Map<String, ChannelIndex> byProduct;
    private final ChannelIndex anyProduct;

    private RuleIndex(List<CompiledRule> inPrecedence, Map<String, ChannelIndex> byProduct, ChannelIndex anyProduct) {
        this.inPrecedence = List.copyOf(inPrecedence);
        this.byProduct = byProduct;
        this.anyProduct = anyProduct;
    }

    /** Compiles and indexes rules. */
    public static RuleIndex of(Collection<Rule> rules) {
        List<CompiledRule> inPrecedence = new ArrayList<>();
        for (Rule rule : rules.stream().sorted(Rule.PRECEDENCE).toList()) {
            inPrecedence.add(new CompiledRule(rule, inPrecedence.size()));
        }
        Map<String, ChannelIndex> byProduct = new HashMap<>();
        rules.stream()
                .flatMap(rule -> Stream.ofNullable(rule.product()))
                .distinct()
                .forEach(product -> byProduct.put(product, ChannelIndex.of(forProduct(inPrecedence, product))));
        return new RuleIndex(inPrecedence, Map.copyOf(byProduct), ChannelIndex.of(forProduct(inPrecedence, null)));
    }

    private static List<CompiledRule> forProduct(List<CompiledRule> rules, @Nullable String product) {
        return rules.stream()
                .filter(rule ->
                        rule.rule.product() == null || rule.rule.product().equals(product))
                .toList();
    }

    /** Returns all rules, in order of precedence. */
    public List<Rule> all() {
        return inPrecedence.stream().map(compiled -> compiled.rule).toList();
    }

    /** Returns the number of rules. */
    public int size() {
        return inPrecedence.size();
    }

    /**
     * Returns, by id of the rule, the reason why the regular expression of its channel matches
     * nothing: Python or RE2/J rejects it.
     */
    public Map<Long, String> unsupportedChannels() {
        Map<Long, String> reasons = new TreeMap<>();
        for (CompiledRule rule : inPrecedence) {
            if (rule.channel != null && rule.channel.isRegularExpression()) {
                rule.channel
                        .problem()
                        .ifPresent(reason -> reasons.put(rule.rule.id(), "'" + rule.channel + "': " + reason));
            }
        }
        return reasons;
    }

    /**
     * Returns the rule that applies to a request; empty when there is none.
     *
     * @throws BadDataException when the version of the request, or of a rule that is evaluated, is
     *     invalid
     */
    public Optional<Rule> match(UpdateRequest request) {
        return byProduct.getOrDefault(request.product(), anyProduct).match(new RuleQuery(request));
    }

    /**
     * Returns the rules for the product of a request and those for all products, in order of
     * precedence, with the results of their conditions, to explain the result of {@link #match}.
     */
    public List<Candidate> candidates(UpdateRequest request) {
        RuleQuery query = new RuleQuery(request);
        return forProduct(inPrecedence, request.product()).stream()
                .map(rule -> new Candidate(rule.rule, rule.verdict(query)))
                .toList();
    }
}
