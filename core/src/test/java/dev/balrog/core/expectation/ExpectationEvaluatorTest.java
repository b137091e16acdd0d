// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Builds;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationEvaluatorTest {
    private static Scenario releases() {
        return Scenario.scenario()
                .release(Builds.release("R60", "60.0"))
                .release(Builds.release("R61", "61.0"))
                .release(Builds.release("R62", "62.0"));
    }

    /** Below 60.0 clients are updated to 60.0, others to 61.0. */
    private static Scenario watershed() {
        return releases().rule(release()).rule(oldOnes());
    }

    private static RuleBuilder release() {
        return RuleBuilder.rule(1).product("Firefox").channel("release").mapping("R61");
    }

    private static RuleBuilder oldOnes() {
        return RuleBuilder.rule(2)
                .product("Firefox")
                .channel("release")
                .version("<60.0")
                .priority(200)
                .mapping("R60");
    }

    static Expectation expectation(String request, String expect, String rollout) {
        String json =
                "{'name': 'e', 'requests': [%s], 'expect': %s, 'rollout': '%s'}".formatted(request, expect, rollout);
        try {
            return ExpectationReader.read(Scenario.json(json.replace('\'', '"')));
        } catch (InvalidExpectationException invalid) {
            throw new IllegalArgumentException(invalid.pointer() + " " + invalid.getMessage(), invalid);
        }
    }

    private static ExpectationResult result(Snapshot snapshot, String version, String expect) {
        return result(snapshot, version, expect, "in");
    }

    private static ExpectationResult result(Snapshot snapshot, String version, String expect, String rollout) {
        return new ExpectationEvaluator(Scenario.POLICY)
                .evaluate(
                        snapshot,
                        expectation(
                                "{'product': 'Firefox', 'channel': 'release', 'version': '%s'}".formatted(version),
                                expect,
                                rollout));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            59.0; {'release': 'R60'}; held
            59.0; {'release': 'R61'}; release R60 (60.0)
            60.0; {'release': 'R61'}; held
            61.5; {'release': 'R61'}; no update (not_newer)
            61.5; {'update': 'none'}; held
            60.0; {'update': 'none'}; release R61 (61.0)
            60.0; {'update': 'any'}; held
            61.5; {'update': 'any'}; no update (not_newer)
            59.0; {'at_least': '60.0'}; held
            59.0; {'at_least': '59.0'}; held
            59.0; {'at_least': '60.0.1'}; release R60 (60.0)
            59.0; {'reaches': '61.0', 'within': 2}; held
            59.0; {'reaches': '61.0', 'within': 1}; 60.0 after 1 step
            61.0; {'reaches': '61.0', 'within': 1}; held
            59.0; {'reaches': '62.0', 'within': 5}; 61.0 after 2 steps, then no update (not_newer)
            x.y;  {'update': 'none'}; status 400 (bad_request)
            """)
    void tellsTheOutcome(String version, String expect, String actual) {
        ExpectationResult result = result(watershed().snapshot(), version, expect);
        if (actual.equals("held")) {
            assertThat(result.examples()).isEmpty();
            assertThat(result.isHeld()).isTrue();
        } else {
            assertThat(result.isHeld()).isFalse();
            assertThat(result.examples()).extracting(BrokenRequest::actual).containsExactly(actual);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            R61; 25;  R60; held
            R62; 25;  R60; release R62 (62.0) in place of release R61 (61.0) for 25 % of these clients
            R61; 50;  R60; release R61 (61.0) in place of release R60 (60.0) for 25 % of these clients
            R61; 100; R60; release R61 (61.0) in place of release R60 (60.0) for 75 % of these clients
            R61; 0;   ;    no update (throttled) in place of release R61 (61.0)
            R61; 25;  ;    no update (throttled) in place of release R60 (60.0) for 75 % of these clients
            """)
    void findsAnyChangeOfTheResponse(String mapping, int rate, @Nullable String fallback, String actual) {
        Snapshot before = releases()
                .rule(release().backgroundRate(25).fallbackMapping("R60"))
                .snapshot();
        RuleBuilder rule = release().mapping(mapping).backgroundRate(rate);
        Snapshot after = releases()
                .rule(fallback == null ? rule : rule.fallbackMapping(fallback))
                .snapshot();
        Expectation unchanged = unchanged();
        ExpectationEvaluator evaluator = new ExpectationEvaluator(Scenario.POLICY);

        assertThat(evaluator.evaluate(after, unchanged).isHeld()).isTrue();
        assertThat(evaluator.evaluate(before, after, unchanged).examples())
                .extracting(BrokenRequest::actual)
                .isEqualTo(actual.equals("held") ? List.of() : List.of(actual));
    }

    @Test
    void findsOtherContentOfTheSameRelease() {
        Snapshot before = releases().rule(release()).snapshot();
        Snapshot after = Scenario.scenario()
                .release(Builds.release("R61", "61.0").replace("\"hashValue\": \"", "\"hashValue\": \"0"))
                .rule(release())
                .snapshot();

        assertThat(new ExpectationEvaluator(Scenario.POLICY)
                        .evaluate(before, after, unchanged())
                        .isHeld())
                .isFalse();
    }

    private static Expectation unchanged() {
        String json = "{'name': 'e', 'expect': {'update': 'unchanged'},"
                + " 'requests': [{'product': 'Firefox', 'channel': 'release', 'version': '59.0'}]}";
        try {
            return ExpectationReader.read(Scenario.json(json.replace('\'', '"')));
        } catch (InvalidExpectationException invalid) {
            throw new IllegalArgumentException(invalid.pointer() + " " + invalid.getMessage(), invalid);
        }
    }

    @Test
    void namesTheRequestAndTheRule() {
        ExpectationResult result = result(watershed().snapshot(), "59.0", "{'release': 'R61'}");

        assertThat(result.broken()).isOne();
        assertThat(result.examples())
                .containsExactly(new BrokenRequest(
                        "/update/6/Firefox/59.0/20000101000000/Linux_x86_64-gcc3/en-US/release/Linux%206.8"
                                + "/ISET:SSE4_2,MEM:8192/default/default/update.xml",
                        RolloutSide.IN, "release R60 (60.0)", Optional.of(2L)));
        assertThat(result.expectation().outcome().description()).isEqualTo("release R61");
    }

    @Test
    void followsWhatReleasesSayOfThemselves() {
        // Clients that install R60 have 60.0, but the release claims 59.0.
        Snapshot misleading = Scenario.scenario()
                .release(Builds.release("R60", "60.0").replace("\"appVersion\": \"60.0\"", "\"appVersion\": \"59.0\""))
                .rule(RuleBuilder.rule(1).product("Firefox").mapping("R60"))
                .snapshot();
        ExpectationResult once = result(misleading, "58.0", "{'reaches': '60.0', 'within': 50}");

        assertThat(once.examples())
                .extracting(BrokenRequest::actual)
                .containsExactly("59.0 after 1 step, then no update (not_newer)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            25; in;   {'release': 'R61'}; true
            25; out;  {'release': 'R61'}; false
            25; out;  {'release': 'R60'}; true
            25; both; {'release': 'R61'}; false
            25; both; {'update': 'any'};  true
            0;  in;   {'release': 'R61'}; false
            100; both; {'release': 'R61'}; true
            """)
    void asksBothSidesOfABackgroundRate(int rate, String rollout, String expect, boolean held) {
        Snapshot throttled = releases()
                .rule(release().backgroundRate(rate).fallbackMapping("R60"))
                .snapshot();
        assertThat(result(throttled, "59.0", expect, rollout).isHeld()).isEqualTo(held);
    }

    @Test
    void countsBrokenRequestsAndListsSome() {
        Expectation expectation = expectation(
                "{'product': 'Firefox', 'channel': 'release', 'version': {'from': '50.0', 'to': '61.0'}}",
                "{'release': 'R60'}",
                "in");
        ExpectationResult result =
                new ExpectationEvaluator(Scenario.POLICY).evaluate(releases().snapshot(), expectation);

        assertThat(expectation.requests()).hasSize(12);
        assertThat(result.broken()).isEqualTo(12);
        assertThat(result.examples()).hasSize(ExpectationResult.MAX_EXAMPLES);
        assertThat(result.examples().getFirst().rule()).isEmpty();
    }

    @Test
    void followsRequestsForJson() {
        List<ExpectationResult> results = new ExpectationEvaluator(Scenario.POLICY)
                .evaluate(
                        Scenario.scenario()
                                .release("FirefoxVPN", """
                                        {"name": "VPN", "schema_version": 10000, "product": "FirefoxVPN",
                                         "version": "2.15.0", "required": false, "channels": {}, "platforms": {}}""")
                                .rule(RuleBuilder.rule(1).product("FirefoxVPN").mapping("VPN"))
                                .snapshot(),
                        List.of(expectation(
                                "{'product': 'FirefoxVPN', 'channel': 'release', 'version': '2.14.0', 'format': 'json'}",
                                "{'update': 'none'}",
                                "in")));
        assertThat(results).allMatch(ExpectationResult::isHeld);
    }
}
