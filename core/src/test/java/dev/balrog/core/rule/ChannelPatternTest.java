// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPatternTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "release,  release,   true",
        "release,  releases,  false",
        "release,  Release,   false",
        "release*, release,   true",
        "release*, releases,  true",
        "release*, prerelease, false",
        "re*,      release,   true",
        // Too short to be meant.
        "r*,       release,   false",
        "*,        release,   false",
        "**,       *x,        false",
        // Only the last asterisk is one, and a dot is only a dot.
        "re*se*,   release,   false",
        "re*se*,   re*set,    true",
        "a.b*,     a.bc,      true",
        "a.b*,     axbc,      false",
        "'',       '',        true",
        "'',       release,   false",
    })
    void standsForAChannelOrABeginning(String pattern, String channel, boolean matches) {
        assertThat(ChannelPattern.parse(pattern).matches(channel)).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} for a request from {1}: {2}")
    @CsvSource({
        "release,            release-cck-acme,  true",
        "release-cck-acme,   release-cck-acme,  true",
        "release-cck-other,  release-cck-acme,  false",
        "release-cck-*,      release-cck-acme,  true",
        "release-cck-*,      release,           false",
        "rel*,               release-cck-acme,  true",
        "release,            release-cck-a-cck-b, true",
        "release-cck-a,      release-cck-a-cck-b, false",
        "'',                 -cck-acme,         true",
        "release,            release-cck,       false",
    })
    void alsoTakesTheChannelWithoutThePartner(String pattern, String channel, boolean matches) {
        assertThat(ChannelPattern.parse(pattern).matchesWithFallback(channel)).isEqualTo(matches);
    }
}
