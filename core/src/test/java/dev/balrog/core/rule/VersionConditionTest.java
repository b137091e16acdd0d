// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.version.VersionScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionConditionTest {

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "60.0,            60.0,   true",
        "60.0,            60.0.0, true",
        "60.0,            60.0.1, false",
        "60.0,            60.0a1, false",
        "<60.0,           60.0a1, true",
        "<60.0,           60.0,   false",
        "<=60.0,          60.0,   true",
        ">60.0,           60.0.1, true",
        ">=60.0,          59.9,   false",
        "60.*,            60.9,   true",
        "60.*,            60.0a1, true",
        "60.1.*,          60.1,   true",
        "60.1.*,          60.1a1, false",
        "'60.0,62.0',     62.0,   true",
        "'60.0,62.0',     61.0,   false",
        "'<50.0,>=60.*',  40.0,   true",
        "'<50.0,60.*',    60.5,   true",
        "<4.0,            3.6.3plugin1, true",
        ">=1.5.0.5,       1.5.0.10, true",
        // What is no comparison at all is satisfied by nothing, and does no harm to what stands beside it.
        "'',              60.0,   false",
        "'60.0, 61.0',    61.0,   false",
        "'=61.0,60.0',    60.0,   true",
    })
    void comparesMozillaVersions(String condition, String version, boolean matches) {
        assertThat(VersionCondition.parse(condition).matches(VersionScheme.MOZILLA.parse(version)))
                .isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "2.1,       2.1,    true",
        "2.1,       2.01,   true",
        "2.1,       2.1.0,  false",
        "<2.10,     2.9,    true",
        ">=2.1,     2.1b1,  true",
        "'1,3',     3,      true",
        // Patterns are not known here: the asterisk stands for itself.
        "2.*,       2.1,    false",
        "2.*,       2.*,    true",
    })
    void comparesLooseVersions(String condition, String version, boolean matches) {
        assertThat(VersionCondition.parse(condition).matches(VersionScheme.LOOSE.parse(version)))
                .isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", ">60", "*", ">=60.*", "3.6.*", "60.0 ", "61.0,60.0b1"})
    void failsOnWrongVersionsThatAreAskedFor(String condition) {
        VersionCondition wrong = VersionCondition.parse(condition);

        assertThatThrownBy(() -> wrong.matches(VersionScheme.MOZILLA.parse("60.0")))
                .isInstanceOf(BadDataException.class);
    }

    @Test
    void doesNotGetToWhatIsBehindTheFirstThatIsSatisfied() {
        VersionCondition wrongAtTheEnd = VersionCondition.parse("60.0,abc");

        assertThat(wrongAtTheEnd.matches(VersionScheme.MOZILLA.parse("60.0"))).isTrue();
        assertThatThrownBy(() -> wrongAtTheEnd.matches(VersionScheme.MOZILLA.parse("61.0")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Version number abc is invalid.");
    }

    @Test
    void knowsWhetherItCanFail() {
        assertThat(VersionCondition.parse("60.0,<50.0").isSoundIn(VersionScheme.MOZILLA))
                .isTrue();
        assertThat(VersionCondition.parse("60.0,abc").isSoundIn(VersionScheme.MOZILLA))
                .isFalse();
        assertThat(VersionCondition.parse("60.0").isSoundIn(VersionScheme.LOOSE))
                .isFalse();
    }
}
