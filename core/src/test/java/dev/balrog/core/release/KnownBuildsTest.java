// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownBuildsTest {
    private static final KnownBuilds BUILDS = KnownBuilds.of(Scenario.json("""
            {
              "platforms": {
                "linux": {
                  "buildID": "100",
                  "locales": {"en-US": {}, "de": {"buildID": "200"}}
                },
                "linux-asan": {"alias": "linux"},
                "mac": {"alias": "nowhere"},
                "windows": {"locales": {"en-US": {}, "de": {"buildID": 300}}}
              }
            }
            """));

    @ParameterizedTest(name = "{0} on {1} in {2}: {3}")
    @CsvSource({
        "100, linux,      en-US, true",
        "200, linux,      de,    true",
        "100, linux,      de,    false",
        "100, linux,      fr,    false",
        "200, linux-asan, de,    true",
        "100, mac,        en-US, false",
        "100, windows,    en-US, false",
        "300, windows,    de,    false",
        "100, beos,       en-US, false",
    })
    void knowsTheBuildOfALocale(String buildId, String buildTarget, String locale, boolean known) {
        assertThat(BUILDS.contains(buildId, List.of(buildTarget), locale)).isEqualTo(known);
    }

    @Test
    void looksUnderSeveralNames() {
        assertThat(BUILDS.contains("200", List.of("beos", "linux"), "de")).isTrue();
        assertThat(BUILDS.contains("200", List.of(), "de")).isFalse();
    }

    @Test
    void knowsNothingOfClientsWithoutBuildOrLocale() {
        assertThat(BUILDS.contains(null, List.of("linux"), "de")).isFalse();
        assertThat(BUILDS.contains("200", List.of("linux"), null)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"{}", "[]", "null", "{\"platforms\": []}", SampleReleases.GMP})
    void findsNoBuildsInWhatHasNone(String json) {
        assertThat(KnownBuilds.of(Scenario.json(json)).contains("1", List.of("default", "linux"), "de"))
                .isFalse();
    }
}
