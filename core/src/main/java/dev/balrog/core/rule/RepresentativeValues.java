// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.BadDataException;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.version.VersionCells;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values of request properties that stand for all others: of the values that satisfy one condition,
 * one of each class that a set of other conditions can't tell apart, and where classes are ordered
 * by the conditions that they satisfy, the least of them. The compiled conditions decide what a value
 * satisfies. Not thread-safe.
 */
final class RepresentativeValues {
    /** Character that no condition names. */
    private static final String FRESH = "~";

    private static final List<String> OTHERS =
            List.of("other", "unlisted", "unlisted-1", "unlisted-2", "unlisted-3", "unlisted-4");
    private static final Map<Condition, List<String>> USUAL = Map.of(
            Condition.BUILD_TARGET,
            List.of("WINNT_x86_64-msvc-x64", "Linux_x86_64-gcc3", "Darwin_x86_64-gcc3-u-i386-x86_64"),
            Condition.LOCALE,
            List.of("en-US", "de", "fr", "ja"),
            Condition.INSTRUCTION_SET,
            List.of("SSE4_2", "SSE3"),
            Condition.DISTRIBUTION,
            List.of("default"),
            Condition.DISTRIBUTION_VERSION,
            List.of("default"),
            Condition.CHANNEL,
            List.of("release", "beta", "nightly"),
            Condition.OS_VERSION,
            List.of("Windows_NT 10.0.0.0.22631.4317 (x64)", "Linux 6.8", "Darwin 24.1.0"));
    /** All architectures that requests have. */
    private static final List<String> ARCHITECTURES = List.of("Intel", "PPC");

    private static final String USUAL_BUILD = "20000101000000";
    private static final long USUAL_MEMORY = 8192;
    private static final String PARTNER = UpdateRequest.PARTNER_SEPARATOR;

    private final VersionScheme scheme;
    private final Map<Condition, Map<Object, Predicate<@Nullable Object>>> compiled = new HashMap<>();

    RepresentativeValues(VersionScheme scheme) {
        this.scheme = scheme;
    }

    /** Returns whether a value satisfies a condition; always where there is none. */
    boolean satisfies(Condition condition, @Nullable Object wanted, @Nullable Object value) {
        return wanted == null
                || compiled.computeIfAbsent(condition, _ -> new HashMap<>())
                        .computeIfAbsent(wanted, text -> compile(condition, text))
                        .test(value);
    }

    private Predicate<@Nullable Object> compile(Condition condition, Object wanted) {
        ParsedCondition parsed = condition.syntax().parse(wanted);
        return condition.syntax() != ConditionSyntax.VERSION
                ? parsed::accepts
                : version -> {
                    try {
                        return parsed.accepts(scheme.parse(String.valueOf(version)));
                    } catch (BadDataException noOrder) {
                        return false;
                    }
                };
    }

    /**
     * Returns whether {@link #of} knows all classes of a condition, so that a rule with it can be
     * proven to cover another.
     *
     * @param own the condition of the rule that may be covered
     */
    boolean isDecidable(Condition condition, @Nullable Object wanted, @Nullable Object own) {
        if (wanted == null) {
            return true;
        }
        return switch (condition.syntax()) {
            case VERSION -> VersionCells.of(scheme, operands(wanted)).isPresent();
            case CHANNEL -> wanted.equals(own) || areComparable(wanted.toString(), own);
            case SUBSTRINGS -> !wanted.toString().contains(FRESH);
            default -> true;
        };
    }

    /** Returns whether it is known which channels of one pattern satisfy the other. */
    private static boolean areComparable(String wanted, @Nullable Object own) {
        if (wanted.contains(FRESH)) {
            return false;
        }
        ChannelPattern pattern = ChannelPattern.parse(wanted);
        if (own == null) {
            return !pattern.isRegularExpression();
        }
        ChannelPattern other = ChannelPattern.parse(own.toString());
        if (other.isRegularExpression()) {
            return false;
        }
        return !pattern.isRegularExpression() || (!other.prefix() && pattern.matches(other.text()));
    }

    private static List<String> operands(Object versions) {
        return VersionCondition.parse(versions.toString()).operands();
    }

    /**
     * Returns the values that satisfy a condition; none where no value does.
     *
     * @param own the condition; null for none
     * @param others the other conditions
     */
    List<@Nullable Object> of(Condition condition, @Nullable Object own, Collection<Object> others) {
        return candidates(condition, own, others)
                .filter(value -> satisfies(condition, own, value))
                .toList();
    }

    private Stream<@Nullable Object> candidates(Condition condition, @Nullable Object own, Collection<Object> others) {
        return switch (condition.syntax()) {
            case EXACT -> own == null ? anyOf(condition, others) : Stream.of(own);
            case INSTRUCTION_SET, LIST ->
                own == null ? withOther(condition, listed(others)) : listed(List.of(own)).stream();
            case FLAG ->
                own != null
                        ? Stream.of(own)
                        : others.isEmpty() ? Stream.of((Object) null) : Stream.of(null, true, false);
            case CHANNEL -> channels(own, others);
            case VERSION -> versions(own, others);
            case BUILD_ID -> buildIds(own, others);
            case MEMORY -> amounts(own, others);
            case SUBSTRINGS -> containing(condition, own, others);
        };
    }

    private static Stream<@Nullable Object> anyOf(Condition condition, Collection<Object> others) {
        return condition == Condition.HEADER_ARCHITECTURE
                ? ARCHITECTURES.stream().map(architecture -> architecture)
                : withOther(condition, new LinkedHashSet<>(others));
    }

    private static Set<Object> listed(Collection<Object> lists) {
        Set<Object> values = new LinkedHashSet<>();
        lists.forEach(list -> values.addAll(List.of(list.toString().split(",", -1))));
        return values;
    }

    /** Returns the values, after one that is none of them. */
    private static Stream<@Nullable Object> withOther(Condition condition, Set<Object> values) {
        return Stream.concat(Stream.of(other(condition, values)), values.stream());
    }

    private static Object other(Condition condition, Set<Object> values) {
        return Stream.concat(USUAL.getOrDefault(condition, List.of()).stream(), OTHERS.stream())
                .filter(value -> !values.contains(value))
                .findFirst()
                .orElse(FRESH);
    }

    private static Stream<@Nullable Object> channels(@Nullable Object own, Collection<Object> others) {
        Set<Object> channels = new LinkedHashSet<>();
        if (own == null) {
            channels.add(other(Condition.CHANNEL, new LinkedHashSet<>(beginnings(others))));
            channels.add(FRESH);
        } else if (ChannelPattern.parse(own.toString()).isRegularExpression()) {
            channels.addAll(USUAL.getOrDefault(Condition.CHANNEL, List.of()));
        }
        Stream.concat(Stream.ofNullable(own), others.stream())
                .map(pattern -> ChannelPattern.parse(pattern.toString()).text())
                .forEach(text -> {
                    channels.add(text);
                    channels.add(text + PARTNER + "partner");
                    channels.add(text + FRESH);
                    channels.add(text + PARTNER + FRESH);
                });
        return channels.stream().<@Nullable Object>map(channel -> channel);
    }

    /** Returns the usual channels that a pattern may be meant for, so that none of them is unlisted. */
    private static List<Object> beginnings(Collection<Object> patterns) {
        List<Object> taken = new ArrayList<>();
        for (String channel : USUAL.getOrDefault(Condition.CHANNEL, List.of())) {
            if (patterns.stream()
                    .map(pattern -> ChannelPattern.parse(pattern.toString()))
                    .anyMatch(pattern -> pattern.isRegularExpression() || pattern.matches(channel))) {
                taken.add(channel);
            }
        }
        return taken;
    }

    private Stream<@Nullable Object> versions(@Nullable Object own, Collection<Object> others) {
        List<String> operands = new ArrayList<>();
        Stream.concat(Stream.ofNullable(own), others.stream())
                .forEach(condition -> operands.addAll(operands(condition)));
        if (operands.isEmpty()) {
            return Stream.of(scheme == VersionScheme.MOZILLA ? "60.0" : "2.0");
        }
        return VersionCells.of(scheme, operands).stream().flatMap(List::stream);
    }

    private static Stream<@Nullable Object> buildIds(@Nullable Object own, Collection<Object> others) {
        TreeSet<String> starts = new TreeSet<>();
        starts.add("");
        Stream.concat(Stream.ofNullable(own), others.stream())
                .flatMap(condition -> Comparison.parse(condition.toString()).stream())
                .forEach(comparison -> {
                    starts.add(comparison.operand());
                    starts.add(comparison.operand() + '\0');
                });
        return starts.stream()
                .map(from -> Stream.of(USUAL_BUILD, from + "0")
                        .filter(build -> build.compareTo(from) >= 0)
                        .filter(build -> starts.higher(from) == null
                                || build.compareTo(Objects.requireNonNull(starts.higher(from))) < 0)
                        .findFirst()
                        .orElse(from));
    }

    private static Stream<@Nullable Object> amounts(@Nullable Object own, Collection<Object> others) {
        TreeSet<Long> starts = new TreeSet<>();
        Stream.concat(Stream.ofNullable(own), others.stream())
                .flatMap(condition -> Comparison.parse(condition.toString()).stream())
                .flatMap(comparison -> amount(comparison.operand()).stream())
                .forEach(operand -> {
                    starts.add(operand);
                    if (operand < Long.MAX_VALUE) {
                        starts.add(operand + 1);
                    }
                });
        if (starts.isEmpty()) {
            return Stream.of(USUAL_MEMORY, null);
        }
        starts.add(Long.MIN_VALUE);
        return Stream.concat(
                starts.stream().map(from -> {
                    Long to = starts.higher(from);
                    return USUAL_MEMORY >= from && (to == null || USUAL_MEMORY < to)
                            ? (Long) USUAL_MEMORY
                            : from == Long.MIN_VALUE ? (Long) (to == null || to > 0 ? 0L : from) : from;
                }),
                // Requests without an amount satisfy every condition.
                Stream.of((Object) null));
    }

    private static Optional<Long> amount(String operand) {
        try {
            return Optional.of(Long.valueOf(operand));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /**
     * Returns the values that contain the fewest substrings: for each alternative, one that contains
     * its substrings and nothing else. Every other one that satisfies the condition
     * satisfies all conditions that one of these does.
     */
    private Stream<@Nullable Object> containing(Condition condition, @Nullable Object own, Collection<Object> others) {
        if (own == null) {
            return Stream.of(Stream.concat(USUAL.getOrDefault(condition, List.of()).stream(), Stream.of(FRESH))
                    .filter(value -> others.stream()
                            .noneMatch(
                                    other -> !satisfies(condition, other, FRESH) && satisfies(condition, other, value)))
                    .findFirst()
                    .orElse(FRESH));
        }
        return SubstringExpression.parse(own.toString()).alternatives().stream()
                .map(RepresentativeValues::containing)
                .distinct()
                .map(value -> value);
    }

    /** Returns a string that contains some substrings, and no other that a condition may name. */
    static String containing(List<String> substrings) {
        String joined = String.join(
                FRESH,
                substrings.stream()
                        .filter(substring -> substrings.stream()
                                .noneMatch(other -> !other.equals(substring) && other.contains(substring)))
                        .distinct()
                        .toList());
        return joined.isEmpty() ? FRESH : joined;
    }
}
