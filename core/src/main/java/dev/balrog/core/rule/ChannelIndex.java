// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Index by channel of the rules that can apply to requests for one product, in order of precedence.
 */
final class ChannelIndex {
    private final Map<String, List<CompiledRule>> byChannel;
    private final ChannelPrefixes byPattern;
    /**
     * Rules that are evaluated one by one: those for any channel, and those whose channel is a
     * regular expression.
     */
    private final List<CompiledRule> anyChannel;

    private final boolean soundInMozillaScheme;

    private ChannelIndex(
            Map<String, List<CompiledRule>> byChannel,
            ChannelPrefixes byPattern,
            List<CompiledRule> anyChannel,
            boolean soundInMozillaScheme) {
        this.byChannel = byChannel;
        this.byPattern = byPattern;
        this.anyChannel = anyChannel;
        this.soundInMozillaScheme = soundInMozillaScheme;
    }

    /** Indexes rules that are in order of precedence. */
    static ChannelIndex of(List<CompiledRule> rules) {
        Map<String, List<CompiledRule>> byChannel = new HashMap<>();
        Map<String, List<CompiledRule>> byPrefix = new HashMap<>();
        List<CompiledRule> anyChannel = new ArrayList<>();
        for (CompiledRule rule : rules) {
            ChannelPattern channel = rule.channel;
            if (channel == null || channel.isRegularExpression()) {
                anyChannel.add(rule);
            } else {
                (channel.prefix() ? byPrefix : byChannel)
                        .computeIfAbsent(channel.text(), key -> new ArrayList<>())
                        .add(rule);
            }
        }
        byChannel.replaceAll((channel, unfinished) -> List.copyOf(unfinished));
        return new ChannelIndex(
                Map.copyOf(byChannel),
                ChannelPrefixes.of(byPrefix),
                List.copyOf(anyChannel),
                rules.stream().allMatch(rule -> rule.isSoundIn(VersionScheme.MOZILLA)));
    }

    /** Returns the rule that applies; see {@link RuleIndex#match}. */
    Optional<Rule> match(RuleQuery query) {
        boolean nothingCanFail = query.scheme == VersionScheme.MOZILLA && soundInMozillaScheme && query.hasVersion();
        CompiledRule applying = null;
        Merge merge = candidates(query);
        for (CompiledRule rule = merge.next(); rule != null; rule = merge.next()) {
            boolean applies = rule.firstMismatch(query) == null;
            if (applies && applying == null) {
                applying = rule;
                if (nothingCanFail) {
                    break;
                }
            }
        }
        return applying == null ? Optional.empty() : Optional.of(applying.rule);
    }

    private Merge candidates(RuleQuery query) {
        String channel = query.request.channel();
        String fallbackChannel = query.request.fallbackChannel();
        List<CompiledRule> exact = byChannel.getOrDefault(channel, List.of());
        List<CompiledRule> fallback =
                fallbackChannel.equals(channel) ? List.of() : byChannel.getOrDefault(fallbackChannel, List.of());
        // A channel begins with its fallback channel, so prefixes of the fallback channel match it,
        // too.
        return new Merge(exact, fallback, byPattern.rulesFor(channel), anyChannel);
    }

    /** Merges four lists, in order of precedence. */
    private static final class Merge {
        private final List<CompiledRule> first;
        private final List<CompiledRule> second;
        private final List<CompiledRule> third;
        private final List<CompiledRule> fourth;
        private int firstPosition;
        private int secondPosition;
        private int thirdPosition;
        private int fourthPosition;

        Merge(
                List<CompiledRule> first,
                List<CompiledRule> second,
                List<CompiledRule> third,
                List<CompiledRule> fourth) {
            this.first = first;
            this.second = second;
            this.third = third;
            this.fourth = fourth;
        }

        @Nullable
        CompiledRule next() {
            int firstRank = rank(first, firstPosition);
            int secondRank = rank(second, secondPosition);
            int thirdRank = rank(third, thirdPosition);
            int fourthRank = rank(fourth, fourthPosition);
            int least = Math.min(Math.min(firstRank, secondRank), Math.min(thirdRank, fourthRank));
            if (least == Integer.MAX_VALUE) {
                return null;
            }
            if (least == firstRank) {
                return first.get(firstPosition++);
            }
            if (least == secondRank) {
                return second.get(secondPosition++);
            }
            if (least == thirdRank) {
                return third.get(thirdPosition++);
            }
            return fourth.get(fourthPosition++);
        }

        private static int rank(List<CompiledRule> rules, int position) {
            return position < rules.size() ? rules.get(position).rank : Integer.MAX_VALUE;
        }
    }
}
