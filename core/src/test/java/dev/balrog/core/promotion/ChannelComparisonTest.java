// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleSetting;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelComparisonTest {
    private static final ChannelPair CHANNELS = new ChannelPair("Firefox", "release-cdntest", "release");
    private static final Promotion MAPPING = new Promotion(Set.of(RuleSetting.MAPPING), null);

    @Test
    void aLiveRuleIsGivenTheMappingOfItsTestRule() {
        ChannelComparison comparison = compare(MAPPING, test(1).mapping("New"), live(2).mapping("Old"));

        assertThat(comparison.changes()).singleElement().satisfies(pair -> {
            assertThat(pair.to().id()).isEqualTo(2);
            assertThat(pair.promoted()).containsExactly(new SettingChange(RuleSetting.MAPPING, "Old", "New"));
            assertThat(pair.isSameOnceApplied()).isTrue();
        });
    }

    @Test
    void settingsThatWereNotChosenAreNamedAndKept() {
        RuleBuilder from =
                test(1).mapping("New").backgroundRate(100).priority(90).updateType("major");
        RuleBuilder to = live(2).mapping("Old")
                .fallbackMapping("Older")
                .backgroundRate(25)
                .priority(80);

        RulePair mappingOnly = compare(MAPPING, from, to).pairs().getFirst();
        assertThat(changed(mappingOnly)).containsExactly(RuleSetting.MAPPING);
        assertThat(settings(mappingOnly.kept()))
                .containsExactly(
                        RuleSetting.FALLBACK_MAPPING,
                        RuleSetting.BACKGROUND_RATE,
                        RuleSetting.PRIORITY,
                        RuleSetting.UPDATE_TYPE);

        RulePair all = compare(new Promotion(Promotion.SETTINGS, null), from, to)
                .pairs()
                .getFirst();
        assertThat(changed(all))
                .containsExactly(RuleSetting.MAPPING, RuleSetting.FALLBACK_MAPPING, RuleSetting.BACKGROUND_RATE);
        assertThat(settings(all.kept())).containsExactly(RuleSetting.PRIORITY, RuleSetting.UPDATE_TYPE);
        assertThat(all.isSameOnceApplied()).isFalse();
    }

    /** The API refuses a rule without mapping, so that the removal is no change that could be proposed. */
    @Test
    void aMappingIsNeverRemoved() {
        ChannelComparison comparison = compare(MAPPING, test(1).mapping(null), live(2).mapping("Old"));

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.pairs().getFirst().kept())
                .containsExactly(new SettingDifference(RuleSetting.MAPPING, null, "Old"));
    }

    @ParameterizedTest
    @CsvSource({"release*", "release-cdn*|release*", "(release|beta)*", "''"})
    void aRuleForBothChannelsIsCommon(String channel) {
        ChannelComparison comparison =
                compare(MAPPING, rule(1).product("Firefox").channel(channel.isEmpty() ? null : channel));

        assertThat(ids(comparison.common())).containsExactly(1L);
        assertThat(comparison.onlyFrom()).isEmpty();
        assertThat(comparison.onlyTo()).isEmpty();
    }

    /** The usual form: {@code release*} is live, and rules of test channels precede it. */
    @Test
    void aRuleForBothChannelsThatATestRulePrecedesIsItsCounterpart() {
        RuleBuilder shared =
                rule(2).product("Firefox").channel("release*").mapping("Old").priority(100);

        ChannelComparison comparison = compare(MAPPING, test(1).mapping("New").priority(200), shared);

        assertThat(comparison.common()).isEmpty();
        assertThat(comparison.changes()).singleElement().satisfies(pair -> {
            assertThat(pair.to().id()).isEqualTo(2);
            assertThat(settings(pair.kept())).containsExactly(RuleSetting.PRIORITY);
        });
    }

    /** The test rule is never applied, so that both channels serve the same already. */
    @Test
    void aTestRuleBehindOneForBothChannelsHasNoCounterpart() {
        RuleBuilder shared =
                rule(2).product("Firefox").channel("release*").mapping("Old").priority(100);

        ChannelComparison comparison = compare(MAPPING, test(1).mapping("New").priority(50), shared);

        assertThat(comparison.pairs()).isEmpty();
        assertThat(ids(comparison.onlyFrom())).containsExactly(1L);
        assertThat(ids(comparison.common())).containsExactly(2L);
    }

    @Test
    void aRuleOfTheLiveChannelAloneIsTheCounterpartEvenIfOneForBothExists() {
        ChannelComparison comparison = compare(
                MAPPING,
                test(1).mapping("New"),
                live(2).mapping("Old"),
                rule(3).product("Firefox").channel("release*").priority(10));

        assertThat(comparison.pairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.to().id()).isEqualTo(2));
        assertThat(ids(comparison.common())).containsExactly(3L);
    }

    @Test
    void aPatternForTheTestChannelAloneIsOfTheTestChannel() {
        ChannelComparison comparison = compare(
                MAPPING, rule(1).product("Firefox").channel("release-cdn*").mapping("New"), live(2).mapping("Old"));

        assertThat(comparison.changes()).hasSize(1);
    }

    /** Requests of a partner channel match the rules of the channel before the partner's part. */
    @Test
    void rulesOfAChannelServeItsPartnerChannels() {
        ChannelComparison comparison = ChannelComparison.of(
                List.of(live(1).build()), new ChannelPair("Firefox", "release-cck-acme", "release"), MAPPING);

        assertThat(ids(comparison.common())).containsExactly(1L);
    }

    @Test
    void rulesWithoutCounterpartAreNamed() {
        ChannelComparison comparison = compare(
                MAPPING,
                test(1).version("<56.0").mapping("New"),
                live(2).version("<57.0").mapping("Old"),
                rule(3).product("Firefox").channel("beta"),
                rule(4).product("Fennec").channel("release"));

        assertThat(ids(comparison.onlyFrom())).containsExactly(1L);
        assertThat(ids(comparison.onlyTo())).containsExactly(2L);
        assertThat(comparison.pairs()).isEmpty();
        assertThat(comparison.common()).isEmpty();
    }

    /** A rule for all products would change other products if it were given what one product has. */
    @Test
    void aRuleForAllProductsIsNoCounterpartOfOneForTheProduct() {
        ChannelComparison comparison = compare(MAPPING, test(1), rule(2).channel("release"));

        assertThat(comparison.pairs()).isEmpty();
        assertThat(ids(comparison.onlyTo())).containsExactly(2L);
    }

    @Test
    void rulesWithSeveralCounterpartsAreNamedAndNotChanged() {
        ChannelComparison comparison = compare(
                MAPPING,
                test(1).mapping("New"),
                live(2).mapping("Old"),
                live(3).mapping("Older").priority(50));

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.ambiguous()).singleElement().satisfies(group -> {
            assertThat(ids(group.from())).containsExactly(1L);
            assertThat(ids(group.to())).containsExactly(2L, 3L);
        });
    }

    @Test
    void anOrderThatIdsDecideOtherwiseIsNamed() {
        RuleBuilder[] overlapping = {
            test(1).version("<60.0"), test(2).locale("de"), live(4).version("<60.0"), live(3).locale("de")
        };
        RuleBuilder[] disjoint = {
            test(1).osVersion("Windows_NT 6.1"),
            test(2).osVersion("Darwin"),
            live(4).osVersion("Windows_NT 6.1"),
            live(3).osVersion("Darwin")
        };

        assertThat(compare(MAPPING, overlapping).pairs()).hasSize(2).allMatch(RulePair::reordered);
        assertThat(compare(MAPPING, disjoint).pairs()).hasSize(2).noneMatch(RulePair::reordered);
    }

    @Test
    void aRolloutBeginsWithARateAndKeepsTheMappingOfAllClientsAsFallback() {
        Promotion rollout = new Promotion(Set.of(RuleSetting.MAPPING), 25);

        RulePair complete = compare(rollout, test(1).mapping("New"), live(2).mapping("Old"))
                .pairs()
                .getFirst();
        assertThat(complete.promoted())
                .containsExactly(
                        new SettingChange(RuleSetting.MAPPING, "Old", "New"),
                        new SettingChange(RuleSetting.FALLBACK_MAPPING, null, "Old"),
                        new SettingChange(RuleSetting.BACKGROUND_RATE, 100, 25));
        assertThat(complete.kept())
                .containsExactly(
                        new SettingDifference(RuleSetting.FALLBACK_MAPPING, null, "Old"),
                        new SettingDifference(RuleSetting.BACKGROUND_RATE, 100, 25));
        // Not all clients were offered the mapping, so that it must not become that of the others.
        RulePair partial = compare(
                        rollout,
                        test(1).mapping("New"),
                        live(2).mapping("Old").fallbackMapping("Older").backgroundRate(50))
                .pairs()
                .getFirst();
        assertThat(changed(partial)).containsExactly(RuleSetting.MAPPING, RuleSetting.BACKGROUND_RATE);
        // A rollout that is under way goes on.
        RulePair same = compare(
                        rollout, test(1).mapping("New"), live(2).mapping("New").backgroundRate(50))
                .pairs()
                .getFirst();
        assertThat(same.promoted()).isEmpty();
    }

    @Test
    void onlyWhatIsOfferedCanBePromoted() {
        assertThatThrownBy(() -> new Promotion(Set.of(RuleSetting.PRIORITY), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Promotion(Set.of(RuleSetting.MAPPING), 101))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Promotion(Promotion.SETTINGS, 25)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ChannelComparison compare(Promotion promotion, RuleBuilder... rules) {
        return ChannelComparison.of(Stream.of(rules).map(RuleBuilder::build).toList(), CHANNELS, promotion);
    }

    private static RuleBuilder test(long id) {
        return rule(id).product("Firefox").channel("release-cdntest");
    }

    private static RuleBuilder live(long id) {
        return rule(id).product("Firefox").channel("release");
    }

    private static List<RuleSetting> changed(RulePair pair) {
        return pair.promoted().stream().map(SettingChange::setting).toList();
    }

    private static List<RuleSetting> settings(List<SettingDifference> differences) {
        return differences.stream().map(SettingDifference::setting).toList();
    }

    private static List<Long> ids(List<Rule> rules) {
        return rules.stream().map(Rule::id).toList();
    }
}
