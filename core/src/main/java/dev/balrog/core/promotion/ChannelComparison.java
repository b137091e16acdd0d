// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleConditions;
import dev.balrog.core.rule.RuleCoverage;
import dev.balrog.core.rule.RuleSetting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of the rules of two channels of a product, such as a test channel and the live channel
 * that is to serve the same.
 *
 * <p>A rule of the source channel and one of the target channel are a pair if all of their conditions
 * but the channel are equal, as they are stored. The rule of the target channel may be one for both
 * channels, such as {@code release*}, which a rule for {@code release-cdntest} precedes. The
 * promotion gives it the settings of the other that the caller chose. Other rules for both channels
 * serve both alike. Rules without a counterpart, and rules with several, are named and left as they
 * are.
 *
 * <p>After the promotion, requests that differ only in the channel get the same from both channels,
 * unless a rule that applies to one of them is without a counterpart, ambiguous, or of a pair that
 * is not {@link RulePair#isSameOnceApplied}.
 *
 * @param common rules for both channels that are no counterpart
 * @param pairs rules with a counterpart
 * @param onlyFrom rules of the source channel without a counterpart
 * @param onlyTo rules of the target channel without a counterpart
 * @param ambiguous rules with several counterparts
 */
public record ChannelComparison(
        List<Rule> common,
        List<RulePair> pairs,
        List<Rule> onlyFrom,
        List<Rule> onlyTo,
        List<AmbiguousRules> ambiguous) {
    /** Settings that decide what clients are offered, in the order of differences. */
    private static final List<RuleSetting> EFFECTIVE = List.of(
            RuleSetting.MAPPING,
            RuleSetting.FALLBACK_MAPPING,
            RuleSetting.BACKGROUND_RATE,
            RuleSetting.PRIORITY,
            RuleSetting.UPDATE_TYPE);

    public ChannelComparison {
        common = List.copyOf(common);
        pairs = List.copyOf(pairs);
        onlyFrom = List.copyOf(onlyFrom);
        onlyTo = List.copyOf(onlyTo);
        ambiguous = List.copyOf(ambiguous);
    }

    /**
     * Compares two channels.
     *
     * @param rules rules of any products and channels, in the order in which they are to be listed
     */
    public static ChannelComparison of(Collection<Rule> rules, ChannelPair channels, Promotion promotion) {
        Map<RuleConditions, Group> groups = new LinkedHashMap<>();
        for (Rule rule : rules) {
            boolean from = channels.servesFrom(rule);
            boolean to = channels.servesTo(rule);
            if (from || to) {
                groups.computeIfAbsent(withoutChannel(rule), _ -> new Group()).add(rule, from, to);
            }
        }
        List<Rule> common = new ArrayList<>();
        List<Rule> onlyFrom = new ArrayList<>();
        List<Rule> onlyTo = new ArrayList<>();
        List<AmbiguousRules> ambiguous = new ArrayList<>();
        List<Counterparts> counterparts = new ArrayList<>();
        for (Group group : groups.values()) {
            boolean overrides = group.overridesCommon();
            List<Rule> candidates = overrides ? group.common : group.to;
            if (group.from.isEmpty()) {
                onlyTo.addAll(group.to);
            } else if (candidates.isEmpty()) {
                onlyFrom.addAll(group.from);
            } else if (group.from.size() == 1 && candidates.size() == 1) {
                counterparts.add(new Counterparts(group.from.getFirst(), candidates.getFirst()));
            } else {
                ambiguous.add(new AmbiguousRules(group.from, candidates));
            }
            if (!overrides) {
                common.addAll(group.common);
            }
        }
        Order order = new Order(rules, common, counterparts);
        List<RulePair> pairs = counterparts.stream()
                .map(rulesOfPair -> pair(rulesOfPair, promotion, order.differsFor(rulesOfPair)))
                .toList();
        return new ChannelComparison(common, pairs, onlyFrom, onlyTo, ambiguous);
    }

    private static RuleConditions withoutChannel(Rule rule) {
        return RuleConditions.of(condition -> condition == Condition.CHANNEL ? null : rule.get(condition));
    }

    /** Rules with the same conditions apart from the channel: of one of the channels, and of both. */
    private static final class Group {
        private final List<Rule> from = new ArrayList<>();
        private final List<Rule> to = new ArrayList<>();
        private final List<Rule> common = new ArrayList<>();

        void add(Rule rule, boolean servesFrom, boolean servesTo) {
            (servesFrom && servesTo ? common : servesFrom ? from : to).add(rule);
        }

        /**
         * Returns whether the rules for both channels apply to the target channel alone, because those
         * of the source channel precede them.
         */
        boolean overridesCommon() {
            return !from.isEmpty()
                    && to.isEmpty()
                    && from.stream()
                            .allMatch(own ->
                                    common.stream().allMatch(shared -> Rule.PRECEDENCE.compare(own, shared) < 0));
        }
    }

    private static RulePair pair(Counterparts rules, Promotion promotion, boolean reordered) {
        Map<RuleSetting, @Nullable Object> values = promotion.values(rules.from, rules.to);
        List<SettingChange> promoted = new ArrayList<>();
        List<SettingDifference> kept = new ArrayList<>();
        for (RuleSetting setting : EFFECTIVE) {
            Object from = rules.from.get(setting);
            Object before = rules.to.get(setting);
            Object after = values.containsKey(setting) ? values.get(setting) : before;
            if (!Objects.equals(before, after)) {
                promoted.add(new SettingChange(setting, before, after));
            }
            if (!Objects.equals(from, after)) {
                kept.add(new SettingDifference(setting, from, after));
            }
        }
        return new RulePair(rules.from, rules.to, promoted, kept, reordered);
    }

    /** Returns the pairs whose rule of the target channel the promotion changes. */
    public List<RulePair> changes() {
        return pairs.stream().filter(pair -> !pair.promoted().isEmpty()).toList();
    }

    /** Rule of each channel; twice the same one for a rule of both channels. */
    private record Counterparts(Rule from, Rule to) {}

    /**
     * Order of rules of the same priority, which their ids decide. It can differ between the
     * channels: {@code 1, 2} in one of them, and {@code 4, 3} in the other.
     */
    private static final class Order {
        private final RuleCoverage coverage;
        private final List<Counterparts> all = new ArrayList<>();

        Order(Collection<Rule> rules, List<Rule> common, List<Counterparts> pairs) {
            coverage = new RuleCoverage(rules);
            common.forEach(rule -> all.add(new Counterparts(rule, rule)));
            all.addAll(pairs);
        }

        boolean differsFor(Counterparts pair) {
            return all.stream()
                    .filter(other -> Objects.equals(pair.from.priority(), other.from.priority())
                            && Objects.equals(pair.to.priority(), other.to.priority()))
                    .filter(other -> pair.from.id() < other.from.id() != pair.to.id() < other.to.id())
                    .anyMatch(other -> coverage.mayOverlap(pair.from, other.from));
        }
    }
}
