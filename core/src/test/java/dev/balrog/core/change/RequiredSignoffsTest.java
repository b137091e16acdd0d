// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.change.RequiredSignoffs.Entry;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredSignoffsTest {
    private static final RequiredSignoffs SOME = new RequiredSignoffs(List.of(
            new Entry("Firefox", "release", "relman", 1),
            new Entry("Firefox", "release", "releng", 2),
            new Entry("Firefox", "release-cck", "relman", 3),
            new Entry("Firefox", "beta", "qa", 1),
            new Entry("Thunderbird", "release", "tb", 1),
            new Entry("Thunderbird", "release", "relman", 2)));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            emptyValue = "",
            value = {
                "Firefox | release     | {relman=1, releng=2}",
                "Firefox | nightly     | {}",
                "Other   | release     | {}",
                "firefox | release     | {}",
                // Several channels by an asterisk, several products by none: the most of each role.
                "Firefox | release*    | {relman=3, releng=2}",
                "Firefox | rel*        | {relman=3, releng=2}",
                "Firefox | *           | {}",
                "Firefox | b*          | {}",
                "Firefox | be*         | {qa=1}",
                "Firefox | -           | {relman=3, releng=2, qa=1}",
                "Firefox | ''          | {relman=3, releng=2, qa=1}",
                "-       | release     | {relman=2, releng=2, tb=1}",
                "''      | release     | {relman=2, releng=2, tb=1}",
                "-       | -           | {relman=3, releng=2, qa=1, tb=1}",
            })
    void areThoseOfTheProductAndChannel(@Nullable String product, @Nullable String channel, String expected) {
        assertThat(SOME.of(product, channel).countByRole()).hasToString(expected);
        assertThat(SOME.of(product, channel).isEmpty()).isEqualTo(expected.equals("{}"));
    }

    @ParameterizedTest(name = "required for {0}, channel of the rule {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                // A requirement covers the partner channels of its channel.
                "release, release-cck-acme, true",
                "release, release-cck-*, true",
                "release, release-c*, true",
                "release, release-ccc, false",
                // A rule for a channel serves its partner channels.
                "release-cck-acme, release, true",
                "release-cck-*, release, true",
                "release-cck-*, release-cck-partner, true",
                "release-cck-acme, release-cck-other, false",
                // Requirements may be patterns, of any length.
                "release*, release-sysaddon, true",
                "release*, rel*, true",
                "release*, beta, false",
                "*, nightly, true",
                "*, -, true",
                "*esr*, release-esr128, true",
                // What looks like a regular expression is taken to match where that is possible.
                "release, rel[a-e]ase, true",
                "release, (beta|release), true",
                "release, be+ta, false",
                "esr128, esr12.8, false",
            })
    void aRequirementCoversPartnerChannelsAndPatterns(String required, @Nullable String channel, boolean covered) {
        RequiredSignoffs signoffs = new RequiredSignoffs(List.of(new Entry("Firefox", required, "releng", 1)));

        assertThat(signoffs.of("Firefox", channel).isEmpty()).isNotEqualTo(covered);
    }

    @Test
    void requirementsAddUpToTheLargestOfEachRole() {
        SignoffRequirement both = SignoffRequirement.of("a", 2).and(SignoffRequirement.of("b", 1));

        assertThat(both.and(new SignoffRequirement(Map.of("a", 1, "b", 3))))
                .isEqualTo(new SignoffRequirement(Map.of("a", 2, "b", 3)));
        assertThat(both.and(SignoffRequirement.NONE)).isEqualTo(both);
        assertThat(SignoffRequirement.NONE.and(both)).isEqualTo(both);
        assertThat(SignoffRequirement.of("a", -1).countByRole()).containsEntry("a", 0);
    }

    @Test
    void aWiderChangeNeverNeedsFewerSignoffs() {
        Property.forAll(500, random -> {
            Choice choice = new Choice(random);
            RequiredSignoffs signoffs = new RequiredSignoffs(IntStream.range(0, choice.below(8))
                    .mapToObj(
                            i -> new Entry(choice.of("A", "B"), channel(choice), choice.of("x", "y"), choice.below(4)))
                    .toList());
            String product = choice.of("A", "B");
            String channel = channel(choice);
            SignoffRequirement narrow = signoffs.of(product, channel);

            assertCovers(signoffs.of(product, channel + "*"), channel.length() < 2 ? SignoffRequirement.NONE : narrow);
            assertCovers(signoffs.of(null, channel), narrow);
            assertCovers(signoffs.of(product, null), narrow);
            assertThat(signoffs.of(null, null)).isEqualTo(signoffs.of("A", null).and(signoffs.of("B", null)));
        });
    }

    private static void assertCovers(SignoffRequirement wide, SignoffRequirement narrow) {
        assertThat(wide.and(narrow)).isEqualTo(wide);
    }

    private static String channel(Choice choice) {
        return choice.of("release", "release-cck", "rele", "beta", "b", "esr.1");
    }
}
