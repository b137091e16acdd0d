// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import static dev.balrog.core.fixture.RequestBuilder.jsonRequest;
import static dev.balrog.core.fixture.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardianReleaseTest {
    private static final Scenario VPN = Scenario.offering(SampleReleases.GUARDIAN);

    @Test
    void offersTheFileForThePlatform() {
        assertThat(VPN.json(jsonRequest()))
                .isEqualTo(new JsonAnswer.Found(Optional.of(
                        new GuardianRelease.Update("2.2", "https://cdn.example/vpn.deb", true, "sha256", "c3"))));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "2.1,   linux, true",
        "2.1b9, linux, true",
        "1.99,  linux, true",
        "2.2,   linux, false",
        "2.02,  linux, false",
        "2.2.0, linux, false",
        "2.10,  linux, false",
        "2.1,   beos,  false",
        "'',    linux, true",
    })
    void servesOlderVersionsOnItsPlatforms(String version, String buildTarget, boolean served) {
        assertThat(VPN.json(jsonRequest().version(version).buildTarget(buildTarget)) instanceof JsonAnswer.Found)
                .isEqualTo(served);
    }

    @Test
    void offersNothingFromForbiddenHosts() {
        JsonAnswer nothing = new JsonAnswer.Found(Optional.empty());

        assertThat(VPN.json(jsonRequest().buildTarget("windows"))).isEqualTo(nothing);
        assertThat(VPN.json(jsonRequest().product("Guardian"))).isEqualTo(nothing);
        assertThat(Scenario.offering(SampleReleases.GUARDIAN.replace("fileUrl", "something"))
                        .json(jsonRequest()))
                .isEqualTo(nothing);
    }

    @Test
    void failsOnVersionsWithoutOrder() {
        assertThatThrownBy(() -> VPN.json(jsonRequest().version("2.beta")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Versions 2.beta and 2.2 can't be compared.");
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"version", "required", "hashFunction"})
    void failsOnMissingData(String field) {
        String release = SampleReleases.GUARDIAN.replace("\"" + field + "\"", "\"something\"");

        assertThatThrownBy(() -> Scenario.offering(release).json(jsonRequest()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("No '%s' in 'Vpn'", field);
    }

    @Test
    void isNotAnsweredInXml() {
        assertThatThrownBy(() -> VPN.xml(
                        request().product("FirefoxVPN").buildTarget("linux").version("2.1")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Wrong blob type");
    }
}
