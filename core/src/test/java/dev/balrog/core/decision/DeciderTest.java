// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static dev.balrog.core.fixture.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.request.Force;
import dev.balrog.core.rule.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class DeciderTest {

    @Test
    void offersTheReleaseOfTheRule() {
        Scenario scenario = scenario().release(app("61.0")).rule(rule(5).mapping("61.0"));

        assertThat(outcome(scenario, request())).isEqualTo("61.0");
        assertThat(scenario.decide(request()).decidedBy().map(Rule::id)).contains(5L);
        assertThat(scenario.decide(request()))
                .isInstanceOfSatisfying(
                        Update.class, update -> assertThat(update.rule().id()).isEqualTo(5));
    }

    @Test
    void offersNothingWithoutRule() {
        assertThat(outcome(scenario(), request())).isEqualTo("NO_RULE_APPLIES");
        assertThat(scenario().decide(request()).decidedBy()).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void offersNothingWithoutMapping(@Nullable String mapping) {
        Scenario scenario = scenario()
                .release(app("61.0"))
                .rule(rule(5).mapping(mapping).fallbackMapping("61.0").backgroundRate(0))
                .sampler(noRoll());

        assertThat(outcome(scenario, request())).isEqualTo("NO_MAPPING");
        assertThat(scenario.decide(request()).decidedBy().map(Rule::id)).contains(5L);
    }

    @Test
    void offersNothingOfAReleaseThatIsNotThere() {
        assertThat(outcome(scenario().rule(rule(1).mapping("61.0")), request())).isEqualTo("NO_SUCH_RELEASE");
    }

    @Test
    void offersNothingToClientsThatHaveIt() {
        Scenario scenario = scenario().release(app("61.0")).rule(rule(1).mapping("61.0"));

        assertThat(outcome(scenario, request().version("61.0.1"))).isEqualTo("NOT_NEWER");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "Firefox, release,          SHUT_OFF",
        "Firefox, release-cck-acme, SHUT_OFF",
        "Firefox, beta-cck-acme,    SHUT_OFF",
        "Firefox, beta,             61.0",
        "Firefox, beta-cck-other,   61.0",
        "Firefox, releases,         61.0",
        "Fennec,  release,          61.0",
        "firefox, release,          61.0",
    })
    void shutsOffAProductOnAChannelWithItsPartners(String product, String channel, String outcome) {
        Scenario scenario = scenario()
                .release(app("61.0"))
                .rule(rule(1).mapping("61.0"))
                .shutoff("Firefox", "release")
                .shutoff("Firefox", "beta-cck-acme");

        assertThat(outcome(scenario, request().product(product).channel(channel)))
                .isEqualTo(outcome);
    }

    @Test
    void shutsOffBeforeItLooksAtRules() {
        Scenario scenario = scenario().rule(rule(1).version("abc")).shutoff("Firefox", "release");

        assertThat(outcome(scenario, request().version("nonsense"))).isEqualTo("SHUT_OFF");
    }

    @ParameterizedTest(name = "rate {0}, die {1}: {2}")
    @CsvSource({
        "100, 99, 61.0",
        "25,  0,  61.0",
        "25,  24, 61.0",
        "25,  25, 60.5",
        "25,  99, 60.5",
        "1,   0,  61.0",
        "1,   1,  60.5",
        "0,   0,  60.5",
        "99,  99, 60.5",
        ",    0,  60.5",
    })
    void throttlesByTheDie(@Nullable Integer rate, int sampler, String outcome) {
        Scenario scenario =
                throttled(rule(1).backgroundRate(rate).fallbackMapping("60.5")).sampler(() -> sampler);

        assertThat(outcome(scenario, request())).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "rate {0}, force {1}: {2}")
    @CsvSource({
        "0,   MAPPING,          61.0",
        "25,  MAPPING,          61.0",
        "99,  FALLBACK_MAPPING, 60.5",
        "0,   FALLBACK_MAPPING, 60.5",
        "100, FALLBACK_MAPPING, 61.0",
        "100, NONE,             61.0",
    })
    void rollsNoDieWhereItMakesNoDifference(int rate, Force force, String outcome) {
        Scenario scenario =
                throttled(rule(1).backgroundRate(rate).fallbackMapping("60.5")).sampler(noRoll());

        assertThat(outcome(scenario, request().force(force))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void offersNothingToTheRestWithoutFallbackMapping(@Nullable String fallbackMapping) {
        Scenario scenario = throttled(rule(1).backgroundRate(50).fallbackMapping(fallbackMapping))
                .sampler(() -> 50);

        assertThat(outcome(scenario, request())).isEqualTo("THROTTLED");
    }

    @Test
    void offersNothingOfAFallbackThatIsNotThereOrOlder() {
        assertThat(outcome(throttled(rule(1).backgroundRate(0).fallbackMapping("missing")), request()))
                .isEqualTo("NO_SUCH_RELEASE");
        assertThat(outcome(
                        throttled(rule(1).backgroundRate(0).fallbackMapping("60.5")),
                        request().version("60.9")))
                .isEqualTo("NOT_NEWER");
    }

    @ParameterizedTest(name = "{0} pinned to {1}: {2}")
    @CsvSource({
        // The update is within the pin.
        "60.0,  61.,    61.0",
        "60.0,  62.,    61.0",
        // It leads past the pin, for which there is a release.
        "60.0,  60.,    60.5",
        "60.0,  060.,   60.5",
        "60.0,  60.5.,  60.5",
        // Nothing is known of the pin: rather too new than never an update again.
        "60.0,  60.6.,  61.0",
        "40.0,  59.,    61.0",
        // The client has what it is pinned to.
        "60.5,  60.,    NOT_NEWER",
        "60.6,  60.,    NOT_NEWER",
        // The release of the pin is not there.
        "40.0,  58.,    NO_SUCH_RELEASE",
        // The release of the pin may itself lead past it.
        "40.0,  57.,    60.5",
    })
    void keepsPinnedClientsWhereTheyAre(String version, String pin, String outcome) {
        assertThat(outcome(
                        pinned(),
                        request().version(version).buildId("20180601000000").pin(pin)))
                .isEqualTo(outcome);
    }

    @Test
    void looksForPinsOfTheProductAndTheChannelWithoutPartner() {
        assertThat(outcome(pinned(), request().pin("60.").channel("release-cck-acme")))
                .isEqualTo("60.5");
        assertThat(outcome(pinned(), request().pin("60.").channel("beta"))).isEqualTo("61.0");
        assertThat(outcome(pinned(), request().pin("60.").product("Fennec"))).isEqualTo("61.0");
    }

    @Test
    void failsOnWrongPins() {
        assertThatThrownBy(() -> pinned().decide(request().pin("60")))
                .isInstanceOf(BadDataException.class)
                .hasMessage("Version Pin String '60' is invalid.");
    }

    private static Scenario pinned() {
        return scenario()
                .release(app("61.0"))
                .release(app("60.5"))
                .rule(rule(1).mapping("61.0"))
                .pin("Firefox", "release", "60.", "60.5")
                .pin("Firefox", "release", "60.5.", "60.5")
                .pin("Firefox", "release", "58.", "58.0")
                .pin("Firefox", "release", "57.", "60.5");
    }

    private static Scenario throttled(RuleBuilder rule) {
        return scenario().release(app("61.0")).release(app("60.5")).rule(rule.mapping("61.0"));
    }

    private static RolloutSampler noRoll() {
        return () -> {
            throw new AssertionError("the die was rolled");
        };
    }

    /** A release of this name and version. */
    private static String app(String version) {
        return SampleReleases.app(9)
                .replace("\"Sample\"", "\"" + version + "\"")
                .replace("\"appVersion\": \"61.0\"", "\"appVersion\": \"" + version + "\"");
    }

    /** Name of the release, or the reason why there is none. */
    private static String outcome(Scenario scenario, RequestBuilder request) {
        return switch (scenario.decide(request)) {
            case Update update -> update.release().name();
            case NoUpdate none -> reason(none).name();
        };
    }

    private static Reason reason(NoUpdate none) {
        return none.reason();
    }
}
