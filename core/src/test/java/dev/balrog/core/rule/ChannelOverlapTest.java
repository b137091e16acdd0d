// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.request.UpdateRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelOverlapTest {
    private static final List<String> PIECES = List.of("a", "b", "-cck-", "rel", ".");

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "release, release, true",
        "release, beta, false",
        "rel*, release-x*, true",
        "rel*, be*, false",
        "*, release, false",
        "a*, abc, false",
        "ab*, abc, true",
        "a*c, *bc, true",
        "a*c, ab, true",
        "a*c, xbc, false",
        "release, release-cck-acme, true",
        "release-cck-a, release-cck-b, false",
        "'', beta, true",
        "x{2}, xx, true",
    })
    void isSymmetric(String left, String right, boolean overlap) {
        assertThat(ChannelOverlap.ofRules(left, right)).isEqualTo(overlap);
        assertThat(ChannelOverlap.ofRules(right, left)).isEqualTo(overlap);
    }

    @Test
    void noChannelThatMatchesBothIsMissed() {
        Property.forAll(1000, random -> {
            Choice choice = new Choice(random);
            String left = pattern(choice);
            String right = pattern(choice);
            boolean common = channels(choice).anyMatch(channel -> serves(left, channel) && serves(right, channel));
            if (common) {
                assertThat(ChannelOverlap.ofRules(left, right))
                        .as("%s and %s", left, right)
                        .isTrue();
                assertThat(ChannelOverlap.ofRequirement(left, right))
                        .as("%s under %s", left, right)
                        .isTrue();
            }
        });
    }

    @Test
    void patternsWithoutACommonChannelDoNotOverlap() {
        Property.forAll(1000, random -> {
            Choice choice = new Choice(random);
            String left = choice.of("a", "b", "rel") + pattern(choice);
            String right = choice.of("x", "y", "-") + pattern(choice);

            assertThat(ChannelOverlap.ofRules(left, right))
                    .as("%s and %s", left, right)
                    .isFalse();
        });
    }

    private static boolean serves(String pattern, String channel) {
        ChannelPattern parsed = ChannelPattern.parse(pattern);
        return parsed.matches(channel) || parsed.matches(UpdateRequest.fallbackChannel(channel));
    }

    private static Stream<String> channels(Choice choice) {
        return Stream.generate(() -> text(choice, 4)).limit(60);
    }

    private static String pattern(Choice choice) {
        return text(choice, 3) + (choice.percent(50) ? "*" : "");
    }

    private static String text(Choice choice, int atMost) {
        List<String> pieces = new ArrayList<>();
        for (int i = choice.below(atMost) + 1; i > 0; i--) {
            pieces.add(choice.of(PIECES));
        }
        return String.join("", pieces);
    }
}
