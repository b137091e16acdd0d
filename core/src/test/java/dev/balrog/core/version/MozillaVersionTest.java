// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MozillaVersionTest {

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "60.0,    =, 60.*",
        "60.9.9,  =, 60.*",
        "60.0a1,  <, 60.*",
        "59.9,    <, 60.*",
        "61.0a1,  >, 60.*",
        "60.1,    =, 60.1.*",
        "60.1.5,  =, 60.1.*",
        "60.1a1,  <, 60.1.*",
        "60.0.9,  <, 60.1.*",
        "60.2,    >, 60.1.*",
        "61.1,    >, 60.1.*",
        "60.*,    =, 60.*",
        "60.1.*,  =, 60.1.*",
        "60.1.*,  <, 60.2.*",
        "59.*,    <, 60.1.*",
    })
    void ordersGlobsAsAllThatTheyStandFor(String left, String order, String right) {
        assertThat(sign(left, right)).isEqualTo(order);
        assertThat(sign(right, left)).isEqualTo(order.equals("=") ? "=" : order.equals("<") ? ">" : "<");
    }

    @Test
    void knowsNoOrderOfGlobsOfDifferentLength() {
        assertThat(sign("60.1.*", "60.*")).isEqualTo(">");
        assertThat(sign("60.*", "60.1.*")).isEqualTo("=");
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "60.0,    60.*,   true",
        "60.0.1,  60.*,   true",
        // By number the nightly is below the glob, but it is written with the same beginning.
        "60.0a1,  60.*,   true",
        "60.1a1,  60.*,   true",
        "61.0,    60.*,   false",
        "6.0,     60.*,   false",
        "600.0,   60.*,   false",
        // It is not written with a third number, but by number it is one of them.
        "60.1,    60.1.*, true",
        "60.1.0,  60.1.*, true",
        "60.1.3,  60.1.*, true",
        "60.1.3a1,60.1.*, true",
        // Neither written nor by number.
        "60.1a1,  60.1.*, false",
        "60.10,   60.1.*, false",
        "60.10.1, 60.1.*, false",
        "60.2,    60.1.*, false",
        // A request may say that it has a glob, too.
        "60.*,    60.*,   true",
        "60.1.*,  60.*,   true",
        "60.*,    60.1.*, true",
        "60.2.*,  60.1.*, false",
        "60.*,    60.0,   true",
        "60.1.*,  60.1,   true",
        "60.1.*,  60.2,   false",
    })
    void matchesByNumberOrAsWritten(String version, String pattern, boolean matches) {
        assertThat(MozillaVersion.matches(parse(version), parse(pattern))).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0} equals {1}: {2}")
    @CsvSource({
        "60.0,    60.0,   true",
        "60.0,    60.0.0, true",
        "60.0a1,  60.0,   false",
        // With a glob on the left, only what is written counts.
        "60.*,    60.0,   true",
        "60.*,    60.0a1, true",
        "60.1.*,  60.1,   false",
        "60.1.*,  60.1.2, true",
        "60.1.*,  60.1.*, true",
        "60.*,    60.1.*, true",
        "60.1.*,  60.*,   false",
    })
    void equalsByNumberUnlessItIsAGlob(String version, String wanted, boolean equal) {
        assertThat(MozillaVersion.equal(parse(version), parse(wanted))).isEqualTo(equal);
    }

    @Test
    void writesGlobsLiterally() {
        assertThat(MozillaVersion.matches(parse("60.0a1"), parse("060.*"))).isFalse();
        assertThat(MozillaVersion.matches(parse("60.0"), parse("060.*"))).isTrue();
    }

    @Test
    void hasOneOrderFromBothSides() {
        Property.forAll(5_000, random -> {
            Choice choice = new Choice(random);
            MozillaVersion exact = parse(RandomRules.exactVersion(choice));
            MozillaVersion any = parse(RandomRules.globVersion(choice));

            assertThat(Integer.signum(MozillaVersion.compare(exact, any)))
                    .isEqualTo(-Integer.signum(MozillaVersion.compare(any, exact)));
            assertThat(MozillaVersion.matches(exact, any)).isEqualTo(MozillaVersion.matches(any, exact));
            if (MozillaVersion.compare(exact, any) == 0) {
                assertThat(MozillaVersion.matches(exact, any)).isTrue();
            }
        });
    }

    private static String sign(String left, String right) {
        int order = MozillaVersion.compare(parse(left), parse(right));
        return order < 0 ? "<" : order > 0 ? ">" : "=";
    }

    private static MozillaVersion parse(String version) {
        return VersionScheme.parseMozilla(version);
    }
}
