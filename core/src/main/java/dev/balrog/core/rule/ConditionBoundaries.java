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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://en.wikipedia.org/wiki/Boundary-value_analysis">Boundary values</a> of the
 * conditions of a rule: request properties with which a condition is just satisfied, and with which
 * it is just not. The condition itself decides which they are.
 */
public final class ConditionBoundaries {
    private static final String PARTNER = "-cck-partner";
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
        return switch (condition) {
            case PRODUCT -> exact(rule.product());
            case BUILD_TARGET -> exact(rule.buildTarget());
            case HEADER_ARCHITECTURE -> exact(rule.headerArchitecture());
            case DISTRIBUTION_VERSION -> exact(rule.distributionVersion());
            case CHANNEL -> channel(rule.channel(), channels);
            case VERSION -> version(rule.version(), scheme);
            case BUILD_ID -> buildId(rule.buildId());
            case MEMORY -> memory(rule.memory());
            case OS_VERSION -> osVersion(rule.osVersion());
            case INSTRUCTION_SET -> list(rule.instructionSet());
            case DISTRIBUTION -> list(rule.distribution());
            case LOCALE -> list(rule.locale());
            case MIG64, JAWS -> Values.NONE;
        };
    }

    private static Values exact(@Nullable String value) {
        return value == null ? Values.NONE : new Values(List.of(value), List.of(UNLISTED));
    }

    private static Values list(@Nullable String condition) {
        if (condition == null) {
            return Values.NONE;
        }
        List<String> values = List.of(condition.split(",", -1));
        return new Values(values, values.contains(UNLISTED) ? List.of() : List.of(UNLISTED));
    }

    private static Values channel(@Nullable String condition, Collection<String> channels) {
        if (condition == null) {
            return Values.NONE;
        }
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
        return split(candidates, channel -> pattern.matches(channel) || pattern.matches(withoutPartner(channel)));
    }

    private static String withoutPartner(String channel) {
        return UpdateRequest.fallbackChannel(channel);
    }

    private static Values version(@Nullable String condition, VersionScheme scheme) {
        if (condition == null) {
            return Values.NONE;
        }
        VersionCondition versions = VersionCondition.parse(condition);
        Set<String> candidates = new LinkedHashSet<>();
        versions.operands().forEach(operand -> candidates.addAll(scheme.neighbors(operand)));
        return split(candidates, version -> versions.matches(scheme.parse(version)));
    }

    private static Values buildId(@Nullable String condition) {
        if (condition == null) {
            return Values.NONE;
        }
        BuildIdCondition builds = BuildIdCondition.parse(condition);
        return split(operand(condition).map(ConditionBoundaries::numbersAround).orElse(List.of()), builds::matches);
    }

    private static Values memory(@Nullable String condition) {
        if (condition == null) {
            return Values.NONE;
        }
        MemoryCondition memory = MemoryCondition.parse(condition);
        return split(
                operand(condition).map(ConditionBoundaries::numbersAround).orElse(List.of()),
                megabytes -> memory.matches(Long.valueOf(megabytes)));
    }

    private static Optional<String> operand(String condition) {
        return Comparison.parse(condition).map(Comparison::operand);
    }

    /** Returns the numbers just below, at and above a number, in as many digits. */
    private static List<String> numbersAround(String number) {
        if (!number.matches("[0-9]{1,18}")) {
            return List.of();
        }
        BigInteger value = new BigInteger(number);
        return Stream.of(value.subtract(BigInteger.ONE), value, value.add(BigInteger.ONE))
                .filter(neighbor -> neighbor.signum() >= 0)
                .map(neighbor -> ("%0" + number.length() + "d").formatted(neighbor))
                .toList();
    }

    private static Values osVersion(@Nullable String condition) {
        if (condition == null) {
            return Values.NONE;
        }
        SubstringExpression expression = SubstringExpression.parse(condition);
        Set<String> candidates = new LinkedHashSet<>();
        for (List<String> substrings : expression.alternatives()) {
            candidates.add(String.join(" ", substrings));
            if (substrings.size() > 1) {
                candidates.add(substrings.getFirst());
            }
        }
        candidates.add(UNLISTED);
        return split(candidates, expression::matches);
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
