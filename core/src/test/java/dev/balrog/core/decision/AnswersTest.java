// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static dev.balrog.core.fixture.RequestBuilder.jsonRequest;
import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Answers.JsonAnswer;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final String LATEST_NIGHTLY = "Firefox-mozilla-central-nightly-latest";

    @Test
    void saysWhenThereIsNoUpdate() {
        assertThat(Scenario.scenario().xml(request())).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                </updates>""");
        assertThat(Scenario.scenario().json(jsonRequest())).isEqualTo(new JsonAnswer.None());
    }

    @Test
    void takesTheUpdateTypeOfTheRule() {
        Scenario scenario = Scenario.scenario()
                .release(SampleReleases.DESUPPORT)
                .rule(rule(1).mapping("Farewell").updateType("major"));

        assertThat(scenario.xml(request())).contains("<update type=\"major\" unsupported");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"20190103220533", "20190104093221"})
    void isCompactForTwoNightliesThatCanReadNothingElse(String buildId) {
        assertThat(Scenario.offering(named(LATEST_NIGHTLY)).xml(request().buildId(buildId)))
                .isEqualTo("<?xml version=\"1.0\"?><updates>"
                        + "<update appVersion=\"61.0\" buildID=\"20180601000000\" displayVersion=\"61 final\" type=\"minor\">"
                        + "<patch type=\"complete\" URL=\"https://download.example/61.mar\" hashFunction=\"sha512\""
                        + " hashValue=\"e6\" size=\"61000\"/>"
                        + "</update></updates>");
    }

    @Test
    void isNotCompactForOthers() {
        assertThat(Scenario.offering(named(LATEST_NIGHTLY)).xml(request().buildId("20190103220534")))
                .contains("\n");
        assertThat(Scenario.offering(named("Firefox-mozilla-central-nightly-1"))
                        .xml(request().buildId("20190103220533")))
                .contains("\n");
    }

    @Test
    void answersReleasesInTheirOwnForm() {
        assertThatThrownBy(() -> Scenario.offering(SampleReleases.GMP).json(jsonRequest()))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Wrong blob type");
    }

    private static String named(String name) {
        return SampleReleases.app(9).replace("\"Sample\"", "\"" + name + "\"");
    }
}
