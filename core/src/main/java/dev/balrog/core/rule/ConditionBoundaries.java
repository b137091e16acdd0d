// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.VersionScheme;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * <a href="https://en.wikipedia.org/wiki/Boundary-value_analysis">Boundary values</a> of the
 * conditions of a rule: request properties with which a condition is just satisfied, and with which
 * it is just not. The condition itself decides which they are.
 */
public final class ConditionBoundaries {
    private static final String PARTNER = UpdateRequest.PARTNER_SEPARATOR + "partner";
    private static final String UNLISTED = "unlisted";

    private ConditionBoundaries() {}

    /**
     * Values for a property of requests.
     *
     * @param satisfying values that satisfy the condition, at least one for each alternative of it
     *     where that can be told
     * @param others values that don't, close to the former ones
     */
    public record Values(List<String> satisfying, List<String> others) {
        /** No condition, so that every value satisfies it. */
        public static final Values NONE = new Values(List.of(), List.of());

        public Values {
            satisfying = List.copyOf(satisfying);
            others = List.copyOf(others);
        }
    }

    /**
     * Returns the boundary values of a condition that compares strings or numbers; none where the
     * rule lacks the condition, and for the Boolean conditions.
     *
     * @param scheme scheme of the versions of the product
     * @param channels channels to try on regular expressions
     */
    public static Values of(Rule rule, Condition condition, VersionScheme scheme, Collection<String> channels) {
        Object wanted = rule.get(condition);
        if (wanted == null) {
            return Values.NONE;
        }
        String text = wanted.toString();
        return switch (condition.syntax()) {
            case EXACT -> new Values(List.of(text), List.of(UNLISTED));
            case LIST, INSTRUCTION_SET -> list(text);
            case CHANNEL -> channel(text, channels);
            case VERSION -> version(text, scheme);
            case BUILD_ID -> split(numbersAround(text), BuildIdCondition.parse(text)::accepts);
            case MEMORY -> {
                MemoryCondition memory = MemoryCondition.parse(text);
                yield split(numbersAround(text), megabytes -> memory.accepts(Long.valueOf(megabytes)));
            }
            case SUBSTRINGS -> substrings(text);
            case FLAG -> Values.NONE;
        };
    }

    private static Values list(String condition) {
        List<String> values = List.of(condition.split(",", -1));
        return new Values(values, values.contains(UNLISTED) ? List.of() : List.of(UNLISTED));
    }

    private static Values channel(String condition, Collection<String> channels) {
        ChannelPattern pattern = ChannelPattern.parse(condition);
        Set<String> candidates = new LinkedHashSet<>();
        candidates.add(pattern.text());
        candidates.add(pattern.text() + PARTNER);
        candidates.add(pattern.text() + "test");
        if (pattern.text().length() > 1) {
            candidates.add(pattern.text().substring(0, pattern.text().length() - 1));
        }
        if (pattern.isRegularExpression()) {
            candidates.addAll(channels);
        }
        // As in a request: with or without the partner's part.
        return split(candidates, pattern::matchesWithFallback);
    }

    private static Values version(String condition, VersionScheme scheme) {
        VersionCondition versions = VersionCondition.parse(condition);
        Set<String> candidates = new LinkedHashSet<>();
        versions.operands().forEach(operand -> candidates.addAll(scheme.neighbors(operand)));
        return split(candidates, version -> versions.matches(scheme.parse(version)));
    }

    /** Returns the numbers just below, at and above the one of a comparison, in as many digits. */
    private static List<String> numbersAround(String condition) {
        String number = Comparison.parse(condition).map(Comparison::operand).orElse("");
        if (!number.matches("[0-9]{1,18}")) {
            return List.of();
        }
        BigInteger value = new BigInteger(number);
        return Stream.of(value.subtract(BigInteger.ONE), value, value.add(BigInteger.ONE))
                .filter(neighbor -> neighbor.signum() >= 0)
                .map(neighbor -> ("%0" + number.length() + "d").formatted(neighbor))
                .toList();
    }

    private static Values substrings(String condition) {
        SubstringExpression expression = SubstringExpression.parse(condition);
        Set<String> candidates = new LinkedHashSet<>();
        for (List<String> substrings : expression.alternatives()) {
            candidates.add(String.join(" ", substrings));
            if (substrings.size() > 1) {
                candidates.add(substrings.getFirst());
            }
        }
        candidates.add(UNLISTED);
        return split(candidates, expression::accepts);
    }

    private static Values split(Collection<String> candidates, Predicate<String> condition) {
        List<String> satisfying = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String candidate : candidates) {
            try {
                (condition.test(candidate) ? satisfying : others).add(candidate);
            } catch (BadDataException invalid) {
                others.add(candidate);
            }
        }
        return new Values(satisfying, others);
    }
}
