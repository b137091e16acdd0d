// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.Builds;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinterTest {
    private static final Linter LINTER = new Linter(Scenario.POLICY, LintSeverities.DEFAULT);

    private static Scenario releases() {
        return Scenario.scenario()
                .release(Builds.release("Old", "60.0", "de", "en-US"))
                .release(Builds.release("New", "61.0", "de", "en-US"))
                .release("SystemAddons", Builds.release("Mail", "61.0"));
    }

    private static RuleBuilder rule(long id) {
        return RuleBuilder.rule(id).product("Firefox").channel("release").mapping("New");
    }

    private static List<LintFinding> lint(Scenario scenario) {
        return LINTER.lint(scenario.snapshot());
    }

    private static LintFinding only(Scenario scenario, LintCheck check) {
        List<LintFinding> findings = lint(scenario);
        assertThat(findings).extracting(LintFinding::check).containsExactly(check);
        return findings.getFirst();
    }

    @Test
    void aWatershedIsInOrder() {
        assertThat(lint(releases()
                        .rule(rule(1).fallbackMapping("Old").backgroundRate(25).alias("firefox-release"))
                        .rule(rule(2).version("<60.0").mapping("Old").priority(200))
                        .rule(rule(3).channel("beta*").alias("firefox-beta"))
                        .pin("Firefox", "release", "60.", "Old")))
                .isEmpty();
    }

    @Test
    void aRuleBehindAnotherIsUnreachable() {
        LintFinding finding = only(
                releases()
                        .rule(rule(1).channel("release*").priority(200))
                        .rule(rule(2).locale("de").mapping("Old")),
                LintCheck.UNREACHABLE_RULE);

        assertThat(finding.rules()).containsExactly(2L, 1L);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.reason())
                .isEqualTo("No request reaches the rule: rule 1 matches all of its requests, and comes before it.");
        assertThat(finding.example()).startsWith("/update/6/Firefox/").contains("/de/release/");
    }

    @Test
    void rulesCanShadowAnotherTogether() {
        LintFinding finding = only(
                releases()
                        .rule(rule(1).version("<60.0").mapping("Old").priority(200))
                        .rule(rule(2).version(">=60.0").priority(200))
                        .rule(rule(3).locale("de").mapping("Old")),
                LintCheck.UNREACHABLE_RULE);

        assertThat(finding.rules()).containsExactly(3L, 1L, 2L);
    }

    @Test
    void aConditionThatNothingSatisfies() {
        assertThat(only(releases().rule(rule(1).buildId("=20")), LintCheck.UNSATISFIABLE_RULE)
                        .reason())
                .isEqualTo("No request satisfies the condition buildID '=20'.");
    }

    @Test
    void theSamePriorityIsAmbiguous() {
        LintFinding finding =
                only(releases().rule(rule(1)).rule(rule(2).locale("de").mapping("Old")), LintCheck.UNREACHABLE_RULE);
        assertThat(finding.rules()).containsExactly(2L, 1L);

        LintFinding ambiguous = only(
                releases()
                        .rule(rule(1).locale("de"))
                        .rule(rule(2).osVersion("Linux").mapping("Old")),
                LintCheck.AMBIGUOUS_PRIORITY);
        assertThat(ambiguous.rules()).containsExactly(2L, 1L);
        assertThat(ambiguous.example()).contains("/de/release/Linux/");

        // The same release either way.
        assertThat(lint(releases().rule(rule(1).locale("de")).rule(rule(2).osVersion("Linux"))))
                .isEmpty();
        // No client has both systems.
        assertThat(lint(releases()
                        .rule(rule(1).osVersion("Windows_NT 6.1"))
                        .rule(rule(2).osVersion("Darwin,Linux").mapping("Old"))))
                .isEmpty();
    }

    @Test
    void aThrottledRuleNeedsAFallback() {
        LintFinding finding = only(releases().rule(rule(1).backgroundRate(10)), LintCheck.THROTTLED_WITHOUT_FALLBACK);
        assertThat(finding.reason()).contains("90 %");
    }

    @Test
    void aReleaseOfAnotherProduct() {
        LintFinding finding =
                only(releases().rule(rule(1).fallbackMapping("Mail").backgroundRate(50)), LintCheck.OTHER_PRODUCT);
        assertThat(finding.releases()).containsExactly("Mail");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void channelsThatMatchNothing() {
        assertThat(only(releases().rule(rule(1).channel("*")), LintCheck.CHANNEL_MATCHES_NOTHING)
                        .reason())
                .contains("Channel '*' matches nothing");
        assertThat(only(releases().rule(rule(1).channel("rel(ease*")), LintCheck.CHANNEL_MATCHES_NOTHING)
                        .reason())
                .contains("unterminated");
    }

    @Test
    void channelsThatAreExpressions() {
        assertThat(lint(releases()
                                .rule(rule(1).channel("(beta|release)*"))
                                .rule(rule(2).channel("beta").priority(200)))
                        .getFirst()
                        .reason())
                .isEqualTo("Channel '(beta|release)*' is a regular expression, which matches beta.");
        assertThat(only(releases().rule(rule(1).channel("(beta|release)")), LintCheck.CHANNEL_EXPRESSION)
                        .reason())
                .contains("compared literally");
    }

    @Test
    void releasesThatAreMissing() {
        assertThat(only(releases().rule(rule(1).mapping("Gone")), LintCheck.MISSING_RELEASE)
                        .releases())
                .containsExactly("Gone");
        assertThat(only(releases().release("""
                                                {"name": "Super", "schema_version": 4000, "blobs": ["New", "Gone"]}""").rule(rule(1).mapping("Super")), LintCheck.MISSING_RELEASE)
                        .releases())
                .containsExactly("Super", "Gone");
    }

    @Test
    void buildsThatTheRuleNamesAreMissing() {
        assertThat(only(releases().rule(rule(1).locale("de,fr")), LintCheck.MISSING_BUILD)
                        .reason())
                .isEqualTo("The rule is for locale fr, which New does not have.");
        assertThat(only(releases().rule(rule(1).buildTarget(Builds.WINDOWS)), LintCheck.MISSING_BUILD)
                        .reason())
                .contains("platform " + Builds.WINDOWS);
    }

    @Test
    void buildsThatClientsHaveAreMissing() {
        Scenario scenario = releases()
                .release(Builds.release("Older", "59.0", "de", "fr"))
                .release(Builds.on(Builds.WINDOWS, "Windows", "59.5"))
                .rule(rule(1))
                .rule(rule(2).version("<59.0").mapping("Older").priority(300))
                .rule(rule(3).version("<59.0")
                        .buildTarget(Builds.WINDOWS)
                        .mapping("Windows")
                        .priority(400));

        List<LintFinding> findings = lint(scenario);

        assertThat(findings).extracting(LintFinding::check).containsOnly(LintCheck.MISSING_BUILD);
        LintFinding finding = findings.getFirst();
        assertThat(finding.rules()).containsExactly(1L);
        assertThat(finding.reason())
                .isEqualTo("New lacks platform " + Builds.WINDOWS + ", locale fr, which clients of Older, Windows have:"
                        + " they stay there.");
        // A rule of their own is all right.
        assertThat(lint(releases()
                        .release(Builds.release("Older", "59.0", "de", "fr"))
                        .release(Builds.release("French", "61.0", "fr"))
                        .rule(rule(1))
                        .rule(rule(2).version("<59.0").mapping("Older").priority(300))
                        .rule(rule(3).version(">=59.0")
                                .locale("fr")
                                .mapping("French")
                                .priority(400))))
                .isEmpty();
    }

    @Test
    void aReleaseThatIsOfferedAgainAndAgain() {
        Scenario wrongVersion = Scenario.scenario()
                .release(Builds.release("Firefox-60.0-build1", "61.0"))
                .rule(rule(1).mapping("Firefox-60.0-build1"));
        assertThat(only(wrongVersion, LintCheck.UPDATE_LOOP).reason()).contains("again and again");

        Scenario partial = Scenario.scenario()
                .release(Builds.release("New", "61.0").replace("\"completes\":", """
                                "partials": [{"from": "New", "filesize": 10, "hashValue": "%s",
                                  "fileUrl": "https://download.example/p.mar"}], "completes":""".formatted("ab".repeat(64))))
                .rule(rule(1));
        assertThat(only(partial, LintCheck.UPDATE_LOOP).reason()).isEqualTo("New has a partial update from itself.");

        // Betas have no letter in their version, and ESR releases have none either.
        assertThat(lint(Scenario.scenario()
                        .release(Builds.release("Firefox-61.0b3-build1", "61.0"))
                        .release(Builds.release("Firefox-60.9.0esr-build2", "60.9.0"))
                        .rule(rule(1).mapping("Firefox-61.0b3-build1"))
                        .rule(rule(2).channel("esr").mapping("Firefox-60.9.0esr-build2"))))
                .isEmpty();
    }

    @Test
    void aWatershedThatEndsTooLateIsADeadEnd() {
        LintFinding finding = only(
                releases()
                        .rule(rule(1))
                        .rule(rule(2).version("<=60.0").mapping("Old").priority(200)),
                LintCheck.DEAD_END);

        assertThat(finding.rules()).containsExactly(2L);
        assertThat(finding.reason())
                .isEqualTo("Clients of release with version 60.0 never get 61.0: rule 2 matches them, and has nothing"
                        + " newer.");
        assertThat(finding.example()).contains("/Firefox/60.0/");
    }

    @Test
    void aGapBetweenWatershedsIsADeadEnd() {
        LintFinding finding = only(
                releases()
                        .rule(rule(1).version(">=60.1"))
                        .rule(rule(2).version("<60.0").mapping("Old").priority(200)),
                LintCheck.DEAD_END);

        assertThat(finding.rules()).isEmpty();
        assertThat(finding.reason()).contains("60.0").endsWith("never get 61.0: no rule matches them.");
    }

    @Test
    void whoeverIsHeldBackOnPurposeIsNoDeadEnd() {
        assertThat(lint(releases()
                        .rule(rule(1))
                        .rule(rule(2).version("<60.0").mapping(null).priority(200))))
                .isEmpty();
    }

    @Test
    void theFallbackIsNotNewer() {
        LintFinding finding = only(
                releases().rule(rule(1).mapping("Old").fallbackMapping("New").backgroundRate(50)),
                LintCheck.FALLBACK_NEWER);
        assertThat(finding.releases()).containsExactly("Old", "New");
    }

    @Test
    void pins() {
        Scenario past = releases().rule(rule(1)).pin("Firefox", "release", "60.", "New");
        assertThat(only(past, LintCheck.PIN_PAST_VERSION).reason())
                .isEqualTo("Pin 60. of Firefox release maps to New, which has version 61.0, beyond the pin.");
        Scenario outdated = releases()
                .release(Builds.release("Later", "60.5", "de", "en-US"))
                .rule(rule(1))
                .rule(rule(2).version("<60.0").mapping("Later").priority(200))
                .pin("Firefox", "release", "60.", "Old");
        assertThat(only(outdated, LintCheck.PIN_OUTDATED).releases()).containsExactly("Old", "Later");
        Scenario unreachable = releases()
                .release(Builds.release("Between", "59.0", "de", "en-US"))
                .rule(rule(1).version(">60.0"))
                .rule(rule(2).version("<=60.0").mapping("Between").priority(200))
                .pin("Firefox", "release", "60.", "Old");
        assertThat(lint(unreachable)).extracting(LintFinding::check).contains(LintCheck.PIN_UNREACHABLE);
        Scenario gone = releases().rule(rule(1)).pin("Firefox", "release", "60.", "Gone");
        assertThat(only(gone, LintCheck.MISSING_RELEASE).reason()).contains("Pin 60.");
    }

    @Test
    void aliasesThatMislead() {
        assertThat(only(
                                releases().rule(rule(1).alias("firefox-beta")).rule(rule(2).channel("beta")),
                                LintCheck.MISLEADING_ALIAS)
                        .reason())
                .isEqualTo("Alias 'firefox-beta' names channel beta, which the rule is not for.");
    }

    @Test
    void releasesThatClientsThrowAway() {
        Scenario empty = Scenario.scenario()
                .release(Builds.release("New", "61.0").replace("\"filesize\": 10", "\"filesize\": 0"))
                .rule(rule(1));
        assertThat(only(empty, LintCheck.DISCARDED_RESPONSE).reason())
                .startsWith("New has responses that clients discard");
        Scenario unusual = Scenario.scenario().release(SampleReleases.app(9)).rule(rule(1).mapping("Sample"));
        assertThat(only(unusual, LintCheck.DISCARDED_RESPONSE).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void severitiesAreConfigured() {
        Snapshot snapshot = releases()
                .rule(rule(1).backgroundRate(10))
                .rule(rule(2).product("SystemAddons").mapping("Mail").backgroundRate(10))
                .snapshot();
        LintSeverities severities =
                LintSeverities.parse("throttled-without-fallback=error, SystemAddons:throttled-without-fallback=off");

        assertThat(new Linter(Scenario.POLICY, severities).lint(snapshot))
                .extracting(
                        finding -> finding.product() + " " + finding.severity().text())
                .containsExactly("Firefox error");
        assertThatThrownBy(() -> LintSeverities.parse("no-such-check=error"))
                .hasMessage("'no-such-check=error' names no check of the lint");
        assertThatThrownBy(() -> LintSeverities.parse("dead-end=fatal")).hasMessageContaining("has no severity");
        assertThatThrownBy(() -> LintSeverities.parse("dead-end")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyOneProduct() {
        Snapshot snapshot = releases()
                .rule(rule(1).backgroundRate(10))
                .rule(rule(2).product("SystemAddons").mapping("Mail").backgroundRate(10))
                .snapshot();

        assertThat(LINTER.lint(snapshot, Optional.of("SystemAddons")))
                .extracting(LintFinding::rules)
                .containsExactly(List.of(2L));
    }

    @Test
    void aChangeAddsFindings() {
        List<LintFinding> before = lint(releases().rule(rule(1).backgroundRate(10)));
        List<LintFinding> after =
                lint(releases().rule(rule(1).backgroundRate(20)).rule(rule(2).channel("*")));

        assertThat(Linter.added(before, after))
                .extracting(LintFinding::check)
                .containsExactly(LintCheck.CHANNEL_MATCHES_NOTHING);
    }
}
