// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChannelPrefixesTest {

    @Test
    void findsNothingWithoutRules() {
        assertThat(ChannelPrefixes.of(Map.of()).rulesFor("release")).isEmpty();
    }

    @Test
    void findsAllThatAChannelBeginsWithInOrderOfPrecedence() {
        ChannelPrefixes prefixes =
                index(List.of("release-cck-acme", "beta", "rel", "release-cck-zeta", "release", "rel", "s"));

        assertThat(ranks(prefixes, "release-cck-acme")).containsExactly(0, 2, 4, 5);
        assertThat(ranks(prefixes, "release-cck-mint")).containsExactly(2, 4, 5);
        assertThat(ranks(prefixes, "release")).containsExactly(2, 4, 5);
        assertThat(ranks(prefixes, "re")).isEmpty();
        assertThat(ranks(prefixes, "")).isEmpty();
    }

    @Test
    void findsWhatAskingEveryPrefixFinds() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 300; i++) {
            List<String> texts = new ArrayList<>();
            for (int j = random.nextInt(30); j > 0; j--) {
                texts.add(text(random));
            }
            ChannelPrefixes prefixes = index(texts);
            for (int j = 0; j < 30; j++) {
                String channel = text(random);
                List<Integer> expected = new ArrayList<>();
                for (int rank = 0; rank < texts.size(); rank++) {
                    if (channel.startsWith(texts.get(rank))) {
                        expected.add(rank);
                    }
                }
                assertThat(ranks(prefixes, channel))
                        .as("%s among %s", channel, texts)
                        .isEqualTo(expected);
            }
        }
    }

    /** Of few different letters, so that many begin alike. */
    private static String text(SplittableRandom random) {
        return random.ints(random.nextInt(6), 'a', 'c' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Rules that rank in the order of their prefixes. */
    private static ChannelPrefixes index(List<String> texts) {
        List<CompiledRule> rules = new ArrayList<>();
        for (String text : texts) {
            rules.add(
                    new CompiledRule(rule(rules.size() + 1).channel(text + "*").build(), rules.size()));
        }
        return ChannelPrefixes.of(rules.stream().collect(Collectors.groupingBy(rule -> texts.get(rule.rank))));
    }

    private static List<Integer> ranks(ChannelPrefixes prefixes, String channel) {
        return prefixes.rulesFor(channel).stream().map(rule -> rule.rank).toList();
    }
}
