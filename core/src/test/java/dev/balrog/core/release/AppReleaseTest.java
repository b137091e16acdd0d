// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.jsonRequest;
import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppReleaseTest {

    @ParameterizedTest(name = "version {0}, build {1}: {2}")
    @CsvSource({
        "60.0,   20180501000000, YES",
        "60.9.9, 20990101000000, YES",
        "61.0a1, 20990101000000, YES",
        "61.0,   20180531235959, YES",
        "61.0,   20180601000000, NO",
        "61.0,   20180601000001, NO",
        "61.0.0, 20180601000000, NO",
        "61.0.1, 20180501000000, NO",
        "61.1a1, 20180501000000, NO",
        "3.6.3plugin1, 20100401000000, YES",
        // A client whose version is a glob has it, as far as numbers go.
        "61.*,   20180601000000, NO",
        "61.*,   20180501000000, YES",
        "60.*,   20180601000000, YES",
        "62.*,   20180501000000, NO",
    })
    void servesNewerVersionsAndNewerBuildsOfTheSame(String version, String buildId, Serving serving) {
        assertThat(serving(
                        release(SampleReleases.app(9)),
                        request().version(version).buildId(buildId)))
                .isEqualTo(serving);
    }

    @Test
    void comparesBuildsCharacterByCharacter() {
        Release release = release(SampleReleases.app(9));

        assertThat(serving(release, request().version("61.0").buildId(""))).isEqualTo(Serving.YES);
        assertThat(serving(release, request().version("61.0").buildId("3"))).isEqualTo(Serving.NO);
    }

    @Test
    void servesPlatformsThatItHasUnderAnyName() {
        Release release = release(SampleReleases.app(9));

        assertThat(serving(release, request().buildTarget("Linux_x86_64-gcc3-asan")))
                .isEqualTo(Serving.YES);
        assertThat(serving(release, request().buildTarget("WINNT_x86-msvc"))).isEqualTo(Serving.NO);
    }

    @Test
    void prefersTheVersionAndBuildOfTheLocale() {
        Release release = release(SampleReleases.app(9, """
                "appVersion": "62.0", "buildID": "20180701000000"
                """, ""));

        assertThat(serving(release, request().version("61.5"))).isEqualTo(Serving.YES);
        assertThat(serving(release, request().version("62.0").buildId("20180601000001")))
                .isEqualTo(Serving.YES);
        assertThat(serving(release, request().version("62.0").buildId("20180701000000")))
                .isEqualTo(Serving.NO);
        assertThat(serving(release, request().version("61.5").locale("de"))).isEqualTo(Serving.NO);
    }

    @Test
    void servesLocalesThatItLacksWhileTheVersionIsNewer() {
        Release release = release(SampleReleases.app(9));

        // The answer then fails: the locale is only looked for where builds have to be compared.
        assertThat(serving(release, request().locale("de"))).isEqualTo(Serving.YES);
        assertThatThrownBy(() -> serving(release, request().locale("de").version("61.0")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No such locale 'de' in platform 'Linux_x86_64-gcc3'");
        // As Mozilla's Balrog, it names the platform that holds the builds.
        assertThatThrownBy(() -> serving(
                        release,
                        request()
                                .buildTarget("Linux_x86_64-gcc3-asan")
                                .locale("de")
                                .version("61.0")))
                .isExactlyInstanceOf(BadDataException.class)
                .hasMessage("No such locale 'de' in platform 'Linux_x86_64-gcc3'");
        assertThatThrownBy(
                        () -> serving(release, request().buildTarget("Darwin").version("61.0")))
                .isInstanceOf(BadDataException.class);
    }

    @Test
    void takesTheVersionForExtensionsInVersion1() {
        Release release = release(SampleReleases.app(1, "\"extv\": \"3.6\", \"appv\": \"9.0\"", ""));

        assertThat(serving(release, request().version("3.5"))).isEqualTo(Serving.YES);
        assertThat(serving(release, request().version("3.7"))).isEqualTo(Serving.NO);
    }

    @Test
    void servesNothingWithoutVersionOrToJsonRequests() {
        Release release = release(SampleReleases.app(9));

        assertThat(serving(release(SampleReleases.app(9, "\"appVersion\": \"\"", "")), request()))
                .isEqualTo(Serving.NO);
        assertThat(serving(release("{\"name\": \"Empty\", \"schema_version\": 9}"), request()))
                .isEqualTo(Serving.NO);
        assertThat(serving(release, jsonRequest())).isEqualTo(Serving.NO);
        assertThat(serving(release, request().locale(null))).isEqualTo(Serving.NO);
    }

    @ParameterizedTest(name = "pin {0}: {1}")
    @CsvSource({
        "60.,    PAST_PIN",
        "60.9.,  PAST_PIN",
        "61.,    YES",
        "61.0.,  YES",
        "61.5.,  YES",
        "62.,    YES",
        ",       YES",
    })
    void mindsThePin(@Nullable String pin, Serving serving) {
        assertThat(serving(release(SampleReleases.app(9)), request().pin(pin))).isEqualTo(serving);
    }

    @ParameterizedTest(name = "pin ''{0}''")
    @ValueSource(strings = {"", "61", "latest", "61.0.1."})
    void failsOnWrongPins(String pin) {
        Release release = release(SampleReleases.app(9));

        assertThatThrownBy(() -> serving(release, request().pin(pin)))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Version Pin String '%s' is invalid.", pin);
        // Without an update, nobody looks at the pin.
        assertThat(serving(release, request().pin(pin).version("62.0"))).isEqualTo(Serving.NO);
    }

    @Test
    void failsOnWrongVersions() {
        assertThatThrownBy(
                        () -> serving(release(SampleReleases.app(9)), request().version("61")))
                .isInstanceOf(BadDataException.class);
        assertThatThrownBy(() -> serving(release(SampleReleases.app(9, "\"appVersion\": \"x\"", "")), request()))
                .isInstanceOf(BadDataException.class);
    }

    @Test
    void namesTheReleasesThatPatchesStartFrom() {
        assertThat(release(SampleReleases.app(9, """
                        "completes": [{"from": "*"}, {"from": "Older"}],
                        "partials": [{"from": "Old"}, {"from": "Older"}]""", "")).partialSources()).containsExactlyInAnyOrder("Old", "Older");
        assertThat(release(SampleReleases.app(2, "\"partial\": {\"from\": \"Old\"}", ""))
                        .partialSources())
                .containsExactly("Old");
    }

    private static Release release(String json) {
        return Scenario.read(Scenario.json(json));
    }

    private static Serving serving(Release release, RequestBuilder request) {
        return release.serving(request.build());
    }
}
