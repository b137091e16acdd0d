// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleIndex;
import dev.balrog.core.rule.RuleSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * After a promotion, requests that differ only in the channel are offered the same on both channels,
 * unless a rule for one of them is among those that the comparison names.
 */
class PromotionPropertyTest {
    private static final int RULE_SETS = 150;
    private static final int REQUESTS = 120;
    private static final String[] TEST_CHANNELS = {"rel-test", "rel-test", "rel-t*"};
    private static final String[] OTHER_CHANNELS = {"rel*", "beta", "(rel|beta)*"};

    private final AtomicInteger compared = new AtomicInteger();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger reordered = new AtomicInteger();

    @Test
    void bothChannelsAreOfferedTheSame() {
        Property.forAll(RULE_SETS, random -> {
            Choice choice = new Choice(random);
            List<Rule> rules = rules(choice);
            Set<RuleSetting> settings = new HashSet<>(Set.of(RuleSetting.MAPPING));
            Promotion.SETTINGS.stream().filter(_ -> choice.percent(50)).forEach(settings::add);
            ChannelComparison comparison = ChannelComparison.of(
                    rules, new ChannelPair("Firefox", "rel-test", "rel"), new Promotion(settings, null));

            RuleIndex before = RuleIndex.of(rules);
            RuleIndex after = RuleIndex.of(promoted(rules, comparison));
            Set<Long> named = named(comparison);
            reordered.addAndGet((int)
                    comparison.pairs().stream().filter(RulePair::reordered).count());
            for (int i = 0; i < REQUESTS; i++) {
                check(choice, before, after, named);
            }
        });
        // Otherwise the examples would say nothing.
        assertThat(compared.get()).isGreaterThan(RULE_SETS * REQUESTS / 3);
        assertThat(changed.get()).isGreaterThan(RULE_SETS * REQUESTS / 20);
        assertThat(reordered.get()).isGreaterThan(RULE_SETS / 3);
    }

    private void check(Choice choice, RuleIndex before, RuleIndex after, Set<Long> named) {
        long seed = choice.below(Integer.MAX_VALUE);
        Optional<Rule> from;
        Optional<Rule> to;
        Optional<Rule> formerly;
        try {
            from = after.match(request(seed, "rel-test"));
            to = after.match(request(seed, "rel"));
            formerly = before.match(request(seed, "rel"));
        } catch (BadDataException e) {
            // A version that can't be compared fails with all rules, or with those that were evaluated.
            return;
        }
        if (Stream.of(from, to).flatMap(Optional::stream).anyMatch(rule -> named.contains(rule.id()))) {
            return;
        }
        assertThat(offered(to)).as("offered on both channels: %s, %s", from, to).isEqualTo(offered(from));
        compared.addAndGet(from.isPresent() ? 1 : 0);
        changed.addAndGet(offered(formerly).equals(offered(to)) ? 0 : 1);
    }

    private static List<Object> offered(Optional<Rule> rule) {
        return rule.map(found -> Stream.of(
                                RuleSetting.MAPPING,
                                RuleSetting.FALLBACK_MAPPING,
                                RuleSetting.BACKGROUND_RATE,
                                RuleSetting.UPDATE_TYPE)
                        .<Object>map(setting -> String.valueOf(found.get(setting)))
                        .toList())
                .orElse(List.of());
    }

    private static UpdateRequest request(long seed, String channel) {
        RequestBuilder request = RandomRules.request(new Choice(new SplittableRandom(seed)));
        return request.product("Firefox").channel(channel).build();
    }

    /** Returns the rules that the comparison names as not the same after the promotion. */
    private static Set<Long> named(ChannelComparison comparison) {
        Set<Long> named = new HashSet<>();
        Stream.of(comparison.onlyFrom(), comparison.onlyTo())
                .flatMap(List::stream)
                .forEach(rule -> named.add(rule.id()));
        comparison.ambiguous().stream()
                .flatMap(group -> Stream.concat(group.from().stream(), group.to().stream()))
                .forEach(rule -> named.add(rule.id()));
        comparison.pairs().stream().filter(pair -> !pair.isSameOnceApplied()).forEach(pair -> {
            named.add(pair.from().id());
            named.add(pair.to().id());
        });
        return named;
    }

    private static List<Rule> promoted(List<Rule> rules, ChannelComparison comparison) {
        List<Rule> promoted = new ArrayList<>(rules);
        comparison
                .changes()
                .forEach(pair -> promoted.replaceAll(rule -> {
                    RuleBuilder builder = copy(rule);
                    if (rule.id() == pair.to().id()) {
                        pair.promoted().forEach(change -> {
                            Object value = change.after();
                            switch (change.setting()) {
                                case MAPPING -> builder.mapping((String) value);
                                case FALLBACK_MAPPING -> builder.fallbackMapping((String) value);
                                case BACKGROUND_RATE -> builder.backgroundRate((Integer) value);
                                default -> throw new AssertionError(change);
                            }
                        });
                    }
                    return builder.build();
                }));
        return promoted;
    }

    /** Returns rules of which most have a counterpart with few differences. */
    private static List<Rule> rules(Choice choice) {
        List<Rule> rules = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        boolean shuffled = choice.percent(30);
        for (long id = 1; id <= 24; id++) {
            ids.add(shuffled ? choice.below(ids.size() + 1) : ids.size(), id);
        }
        for (int i = 0; i + 1 < ids.size(); i += 2) {
            RuleBuilder from = offering(
                    choice,
                    RandomRules.rule(choice, ids.get(i), 0)
                            .product(choice.maybe(90, () -> "Firefox"))
                            .channel(choice.percent(80) ? choice.of(TEST_CHANNELS) : choice.of(OTHER_CHANNELS)));
            rules.add(from.build());
            if (choice.percent(95)) {
                RuleBuilder to = copy(from.build(), ids.get(i + 1)).channel(choice.of("rel", "rel", "rel*"));
                rules.add(
                        choice.percent(85)
                                ? to.mapping("R" + choice.below(9)).build()
                                : offering(choice, to).build());
            }
        }
        return rules;
    }

    private static RuleBuilder offering(Choice choice, RuleBuilder rule) {
        return rule.priority(choice.of(100, 100, 90, 80, 70, 60))
                .mapping(choice.maybe(90, () -> "R" + choice.below(9)))
                .fallbackMapping(choice.maybe(30, () -> "R" + choice.below(9)))
                .backgroundRate(choice.of(100, 100, 100, 25))
                .updateType(choice.of("minor", "minor", "minor", "major"));
    }

    private static RuleBuilder copy(Rule rule) {
        return copy(rule, rule.id());
    }

    private static RuleBuilder copy(Rule rule, long id) {
        RuleBuilder copy = RuleBuilder.rule(id)
                .priority(rule.priority())
                .mapping(rule.mapping())
                .fallbackMapping(rule.fallbackMapping())
                .backgroundRate(Objects.requireNonNull(rule.backgroundRate()))
                .updateType(rule.updateType());
        for (Condition condition : Condition.values()) {
            copy.with(condition, rule.get(condition));
        }
        return copy;
    }
}
