// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static dev.balrog.core.fixture.RequestBuilder.request;
import static dev.balrog.core.fixture.RuleBuilder.rule;
import static dev.balrog.core.fixture.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.decision.Explanation.Outcome;
import dev.balrog.core.decision.Explanation.PinnedTo;
import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.release.XmlAnswer;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Shutoff;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainerTest {

    @Test
    void tellsWhichRuleAppliesAndWhatItLeadsTo() {
        Scenario scenario =
                scenario().release(app("61.0")).rule(rule(5).mapping("61.0")).rule(rule(6).priority(90));

        Explanation explanation = explain(scenario, request());

        assertThat(explanation.rule().map(Rule::id)).contains(5L);
        assertThat(release(explanation.outcome())).isEqualTo("61.0");
        assertThat(explanation.outcome().answer().body()).isEqualTo(scenario.xml(request()));
        assertThat(explanation.leftOut()).isEmpty();
        assertThat(explanation.outcome().missing()).isEmpty();
        assertThat(explanation.candidates())
                .extracting(Candidate::verdict)
                .containsExactly(new Verdict.Satisfied(), new Verdict.Satisfied());
    }

    @Test
    void tellsBothSidesOfARollout() {
        Scenario scenario = scenario()
                .release(app("61.0"))
                .release(app("62.0"))
                .rule(rule(5).mapping("62.0").fallbackMapping("61.0").backgroundRate(1));

        Explanation explanation = explain(scenario, request());

        assertThat(release(explanation.outcome())).isEqualTo("62.0");
        assertThat(explanation.leftOut().map(ExplainerTest::release)).contains("61.0");
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({"0, NONE, 61.0", "100, NONE, 62.0", "50, MAPPING, 62.0", "50, FALLBACK_MAPPING, 61.0"})
    void tellsOneSideWhereNoDieDecides(int rate, Force force, String served) {
        Scenario scenario = scenario()
                .release(app("61.0"))
                .release(app("62.0"))
                .rule(rule(5).mapping("62.0").fallbackMapping("61.0").backgroundRate(rate));

        Explanation explanation = explain(scenario, request().force(force));

        assertThat(release(explanation.outcome())).isEqualTo(served);
        assertThat(explanation.leftOut()).isEmpty();
    }

    @Test
    void tellsOneSideWhereBothAreTheSame() {
        Scenario scenario = scenario()
                .release(app("60.0"))
                .rule(rule(5).mapping("60.0").fallbackMapping("60.0").backgroundRate(50));

        assertThat(explain(scenario, request().version("61.0")).leftOut()).isEmpty();
    }

    @Test
    void tellsThatAPartIsThrottled() {
        Scenario scenario = scenario()
                .release(SampleReleases.GMP)
                .release("Superblob", """
                        {"name": "Super", "schema_version": 4000, "products": ["OpenH264"]}""")
                .rule(rule(1).product("Firefox").mapping("Super"))
                .rule(rule(2).product("OpenH264").mapping("Plugins").backgroundRate(10));

        Explanation explanation = explain(scenario, request());

        assertThat(explanation.rule().map(Rule::backgroundRate)).contains(100);
        assertThat(explanation.leftOut().map(other -> other.answer().body()))
                .hasValueSatisfying(body -> assertThat(body)
                        .isNotEqualTo(explanation.outcome().answer().body()));
    }

    @Test
    void tellsOfAShutoff() {
        Scenario scenario =
                scenario().release(app("61.0")).rule(rule(5).mapping("61.0")).shutoff("Firefox", "release");

        Explanation explanation = explain(scenario, request().channel("release-cck-acme"));

        assertThat(explanation.shutoff()).contains(new Shutoff("Firefox", "release"));
        assertThat(explanation.rule()).isEmpty();
        assertThat(reason(explanation.outcome())).contains(Reason.SHUT_OFF);
        assertThat(explanation.outcome().answer().body()).isEqualTo(XmlAnswer.EMPTY);
    }

    @Test
    void tellsOfAPin() {
        Scenario scenario = scenario()
                .release(app("61.0"))
                .release(app("62.0"))
                .rule(rule(5).mapping("62.0"))
                .pin("Firefox", "release", "61.", "61.0");

        Explanation explanation = explain(scenario, request().pin("61."));

        assertThat(explanation.pin()).contains(new PinnedTo("61.", Optional.of("61.0")));
        assertThat(release(explanation.outcome())).isEqualTo("61.0");
        assertThat(explain(scenario, request().pin("59.")).pin()).contains(new PinnedTo("59.", Optional.empty()));
        assertThat(explain(scenario, request().pin("sixty")).outcome().answer().status())
                .isEqualTo(400);
    }

    @Test
    void tellsWhichReleaseIsMissing() {
        Scenario scenario = scenario()
                .release(app("63.0"))
                .rule(rule(5).mapping("62.0").fallbackMapping("61.0").backgroundRate(50))
                .rule(rule(6).mapping("63.0").channel("beta").priority(200))
                .pin("Firefox", "beta", "62.", "62.0");

        Explanation explanation = explain(scenario, request());

        assertThat(reason(explanation.outcome())).contains(Reason.NO_SUCH_RELEASE);
        assertThat(explanation.outcome().missing()).contains("62.0");
        assertThat(explanation.leftOut().flatMap(Outcome::missing)).contains("61.0");
        assertThat(explain(scenario, request().channel("beta").pin("62."))
                        .outcome()
                        .missing())
                .contains("62.0");
    }

    @Test
    void tellsWhichPartOfASuperblobIsMissing() {
        Scenario scenario = scenario()
                .release("SystemAddons", SampleReleases.SYSTEM_ADDONS)
                .release("{\"name\": \"Super\", \"schema_version\": 4000, \"blobs\": [\"Addons\", \"Gone\"]}")
                .release("{\"name\": \"Gmp\", \"schema_version\": 4000, \"products\": [\"Firefox\", \"Widevine\"]}")
                .rule(rule(5).mapping("Super"))
                .rule(rule(6).channel("beta").mapping("Gmp").priority(200))
                .rule(rule(7).product("Widevine").mapping("Plugin").priority(300));

        Explanation explanation = explain(scenario, request());
        Explanation ofProducts = explain(scenario, request().product("Fenix").channel("beta"));

        assertThat(reason(explanation.outcome())).contains(Reason.INCOMPLETE_SUPERBLOB);
        assertThat(explanation.outcome().missing()).contains("Gone");
        assertThat(explanation.outcome().answer().body()).isEqualTo(XmlAnswer.EMPTY);
        assertThat(ofProducts.outcome().missing()).contains("Plugin");
        assertThat(ofProducts.outcome().answer().body()).isEqualTo(XmlAnswer.EMPTY);
    }

    @Test
    void tellsWhichRuleMakesTheRequestFail() {
        Scenario scenario =
                scenario().rule(rule(5).priority(10).version("<60.0")).rule(rule(6));

        Explanation explanation = explain(scenario, request().version("new"));

        assertThat(explanation.rule()).isEmpty();
        assertThat(explanation.outcome().decision()).isEmpty();
        assertThat(explanation.outcome().answer().status()).isEqualTo(400);
        assertThat(explanation.candidates())
                .extracting(candidate -> candidate.rule().id())
                .containsExactly(6L, 5L);
        assertThat(explanation.candidates().getLast().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Unclear.class,
                        unclear -> assertThat(unclear.problem()).contains("new"));
    }

    @Test
    void leavesOutRulesOfOtherProducts() {
        Scenario scenario = scenario()
                .rule(rule(1).product("Fennec"))
                .rule(rule(2).product("Firefox").priority(null))
                .rule(rule(3).priority(10));

        assertThat(explain(scenario, request()).candidates())
                .extracting(candidate -> candidate.rule().id())
                .containsExactly(3L, 2L);
    }

    static Stream<Arguments> mismatches() {
        return Stream.of(
                Arguments.of(
                        Condition.BUILD_TARGET, rule(1).buildTarget("Darwin").channel("beta")),
                Arguments.of(Condition.HEADER_ARCHITECTURE, rule(1).headerArchitecture("PPC")),
                Arguments.of(Condition.DISTRIBUTION_VERSION, rule(1).distributionVersion("2")),
                Arguments.of(
                        Condition.CHANNEL,
                        rule(1).channel("beta").version("<1.0").locale("de")),
                Arguments.of(Condition.VERSION, rule(1).version("<60.0").locale("de")),
                Arguments.of(Condition.BUILD_ID, rule(1).buildId("<2018")),
                Arguments.of(Condition.MEMORY, rule(1).memory("<1024")),
                Arguments.of(Condition.OS_VERSION, rule(1).osVersion("Windows")),
                Arguments.of(Condition.INSTRUCTION_SET, rule(1).instructionSet("AVX")),
                Arguments.of(Condition.DISTRIBUTION, rule(1).distribution("acme")),
                Arguments.of(Condition.LOCALE, rule(1).locale("de,fr").jaws(true)),
                Arguments.of(Condition.MIG64, rule(1).mig64(true)),
                Arguments.of(Condition.JAWS, rule(1).jaws(true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mismatches")
    void tellsTheFirstConditionThatIsNotSatisfied(Condition condition, RuleBuilder rule) {
        Explanation explanation = explain(scenario().rule(rule), request());

        assertThat(explanation.candidates())
                .extracting(Candidate::verdict)
                .isEqualTo(List.of(new Verdict.Mismatch(condition)));
        assertThat(rule.build().get(condition))
                .isNotNull()
                .isNotEqualTo(condition.of(request().build()));
        assertThat(reason(explanation.outcome())).contains(Reason.NO_RULE_APPLIES);
    }

    private static Explanation explain(Scenario scenario, RequestBuilder request) {
        return new Explainer(Scenario.POLICY).explain(scenario.snapshot(), Format.XML, request.build());
    }

    private static String release(Outcome outcome) {
        return outcome.decision().orElse(null) instanceof Update update
                ? update.release().name()
                : outcome.toString();
    }

    private static Optional<Reason> reason(Outcome outcome) {
        return outcome.decision().orElse(null) instanceof NoUpdate none ? Optional.of(none.reason()) : Optional.empty();
    }

    private static String app(String version) {
        return SampleReleases.app(9)
                .replace("\"Sample\"", "\"" + version + "\"")
                .replace("\"appVersion\": \"61.0\"", "\"appVersion\": \"" + version + "\"");
    }
}
