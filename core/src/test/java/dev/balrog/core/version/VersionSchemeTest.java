// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionSchemeTest {

    @Test
    void onlyTheVpnHasLooseVersions() {
        assertThat(VersionScheme.of("FirefoxVPN")).isEqualTo(VersionScheme.LOOSE);
        assertThat(VersionScheme.of("Guardian")).isEqualTo(VersionScheme.LOOSE);
        assertThat(VersionScheme.of("guardian")).isEqualTo(VersionScheme.MOZILLA);
        assertThat(VersionScheme.of("Firefox")).isEqualTo(VersionScheme.MOZILLA);
        assertThat(VersionScheme.of("")).isEqualTo(VersionScheme.MOZILLA);
    }

    @ParameterizedTest(name = "{0} is {1}.{2}.{3}")
    @CsvSource({
        "60.0,         60, 0, 0",
        "60.0.1,       60, 0, 1",
        "5.0,          5,  0, 0",
        "0.7,          0,  7, 0",
        "4.0.1,        4,  0, 1",
        "060.01,       60, 1, 0",
        "1.5.0.10,     1,  5, 10",
        "2.0.9.3,      2,  0, 3",
        "60.1.2.3,     60, 1, 3",
        "20180501.0,   20180501, 0, 0",
    })
    void readsReleasedVersions(String version, long major, long minor, long patch) {
        assertThat(VersionScheme.parseMozilla(version))
                .isEqualTo(new ExactVersion(major, minor, patch, ExactVersion.RELEASED, 0));
    }

    @ParameterizedTest(name = "{0} is {1}.{2}.{3}, {4}{5}")
    @CsvSource({
        "62.0a1,       62, 0, 0, a, 1",
        "62.0.1a12,    62, 0, 1, a, 12",
        "3.6.3plugin1, 3,  6, 3, p, 1",
        "4.0b12,       4,  0, 0, b, 12",
        "3.5RC2,       3,  5, 0, R, 2",
        "1.5.0.3rc1,   1,  5, 3, r, 1",
        "60.1.2.3x4,   60, 1, 3, x, 4",
    })
    void readsPrereleases(String version, long major, long minor, long patch, char tag, long number) {
        ExactVersion expected = new ExactVersion(major, minor, patch, tag, number);

        assertThat(VersionScheme.parseMozilla(version)).isEqualTo(expected);
        assertThat(expected.isPrerelease()).isTrue();
    }

    @Test
    void readsGlobsFromVersion5On() {
        assertThat(VersionScheme.parseMozilla("60.*")).isEqualTo(new GlobVersion(60, GlobVersion.ANY, "60.*"));
        assertThat(VersionScheme.parseMozilla("5.1.*")).isEqualTo(new GlobVersion(5, 1, "5.1.*"));
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(
            strings = {
                "",
                "60",
                ".",
                "60.",
                ".0",
                "60..1",
                "60.0.",
                "1.2.3.4.5",
                "1.5.10.2",
                "1.5..2",
                "1.5.0.",
                "60.0b1",
                "60.0a",
                "60.0a1x",
                "60.0aa1",
                "4.0b",
                "4.0-1",
                "3.6.*",
                "4.*",
                "60.0.1.*",
                "60.*.1",
                "60.*1",
                "*",
                "60*",
                ".*",
                "x.0",
                "-1.0",
                "+60.0",
                " 60.0",
                "60.0 ",
                "60,0",
                "6_0.0",
                "\u0666\u0660.0",
                "%VERSION%"
            })
    void refusesTheRest(String version) {
        assertThatThrownBy(() -> VersionScheme.parseMozilla(version))
                .isExactlyInstanceOf(BadDataException.class)
                .hasMessage("Version number %s is invalid.", version);
    }

    @Test
    void overlooksOneLineBreakAtTheEnd() {
        assertThat(VersionScheme.parseMozilla("60.0\n")).isEqualTo(VersionScheme.parseMozilla("60.0"));
        assertThatThrownBy(() -> VersionScheme.parseMozilla("60.0\n\n")).isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> VersionScheme.parseMozilla("60.*\n")).isInstanceOf(BadDataException.class);
    }

    @Test
    void countsEndlessNumbersAsTheGreatest() {
        String nines = "9".repeat(18);

        assertThat(VersionScheme.parseMozilla(nines + ".0"))
                .isEqualTo(new ExactVersion(999_999_999_999_999_999L, 0, 0, ExactVersion.RELEASED, 0));
        assertThat(VersionScheme.parseMozilla(nines + "9.0"))
                .isEqualTo(new ExactVersion(Long.MAX_VALUE, 0, 0, ExactVersion.RELEASED, 0));
    }

    @Test
    void readsLooseVersionsOfAnyForm() {
        assertThat(VersionScheme.LOOSE.parse("whatever")).isInstanceOf(LooseVersion.class);
        assertThat(VersionScheme.LOOSE.parse("")).isInstanceOf(LooseVersion.class);
    }
}
