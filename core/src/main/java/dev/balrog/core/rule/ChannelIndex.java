// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that a request for one product can meet, by channel, each list in order of precedence. */
final class ChannelIndex {
    private final Map<String, List<CompiledRule>> byChannel;
    private final List<CompiledRule> patternsAndAny;
    private final boolean soundInMozillaScheme;

    private ChannelIndex(
            Map<String, List<CompiledRule>> byChannel,
            List<CompiledRule> patternsAndAny,
            boolean soundInMozillaScheme) {
        this.byChannel = byChannel;
        this.patternsAndAny = patternsAndAny;
        this.soundInMozillaScheme = soundInMozillaScheme;
    }

    /** Indexes rules that are in order of precedence. */
    static ChannelIndex of(List<CompiledRule> rules) {
        Map<String, List<CompiledRule>> byChannel = new HashMap<>();
        List<CompiledRule> patternsAndAny = new ArrayList<>();
        for (CompiledRule rule : rules) {
            ChannelPattern channel = rule.channel;
            List<CompiledRule> place = channel == null || channel.prefix()
                    ? patternsAndAny
                    : byChannel.computeIfAbsent(channel.text(), key -> new ArrayList<>());
            place.add(rule);
        }
        byChannel.replaceAll((channel, unfinished) -> List.copyOf(unfinished));
        return new ChannelIndex(
                Map.copyOf(byChannel),
                List.copyOf(patternsAndAny),
                rules.stream().allMatch(rule -> rule.isSoundIn(VersionScheme.MOZILLA)));
    }

    /** See {@link RuleIndex#match}. */
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
        return new Merge(exact, fallback, patternsAndAny);
    }

    /** Goes through three lists at once, in order of precedence. */
    private static final class Merge {
        private final List<CompiledRule> first;
        private final List<CompiledRule> second;
        private final List<CompiledRule> third;
        private int firstPosition;
        private int secondPosition;
        private int thirdPosition;

        Merge(List<CompiledRule> first, List<CompiledRule> second, List<CompiledRule> third) {
            this.first = first;
            this.second = second;
            this.third = third;
        }

        @Nullable
        CompiledRule next() {
            int firstRank = rank(first, firstPosition);
            int secondRank = rank(second, secondPosition);
            int thirdRank = rank(third, thirdPosition);
            int least = Math.min(firstRank, Math.min(secondRank, thirdRank));
            if (least == Integer.MAX_VALUE) {
                return null;
            }
            if (least == firstRank) {
                return first.get(firstPosition++);
            }
            if (least == secondRank) {
                return second.get(secondPosition++);
            }
            return third.get(thirdPosition++);
        }

        private static int rank(List<CompiledRule> rules, int position) {
            return position < rules.size() ? rules.get(position).rank : Integer.MAX_VALUE;
        }
    }
}
