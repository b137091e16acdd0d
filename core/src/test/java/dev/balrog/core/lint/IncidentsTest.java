// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.Builds;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.simulation.ChangeEffect;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.Simulation;
import dev.balrog.core.simulation.Simulation.Limits;
import dev.balrog.core.simulation.Simulation.Progress;
import dev.balrog.core.simulation.SimulationReport;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.snapshot.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ten kinds of incidents that update servers of Mozilla have had, rebuilt on invented data. Each is
 * caught before clients get it, by the lint of what is added or by a simulation of the change.
 */
class IncidentsTest {
    private static final Linter LINTER = new Linter(Scenario.POLICY, LintSeverities.DEFAULT);

    /** Releases 60.0 and 61.0 in two languages, a beta and an ESR release. */
    private static Scenario releases() {
        return Scenario.scenario()
                .release(Builds.release("Firefox-60.0-build1", "60.0", "de", "en-US"))
                .release(Builds.release("Firefox-61.0-build1", "61.0", "de", "en-US"))
                .release(Builds.release("Firefox-62.0b3-build1", "62.0", "de", "en-US"))
                .release(Builds.release("Firefox-60.1.0esr-build1", "60.1.0", "de", "en-US"))
                .release("SystemAddons", Builds.release("Addons-61.0-build1", "61.0", "de", "en-US"));
    }

    private static RuleBuilder release() {
        return RuleBuilder.rule(1).product("Firefox").channel("release").mapping("Firefox-61.0-build1");
    }

    private static RuleBuilder watershed() {
        return RuleBuilder.rule(2)
                .product("Firefox")
                .channel("release")
                .version("<60.0")
                .priority(200)
                .mapping("Firefox-60.0-build1");
    }

    private static RuleBuilder esr() {
        return RuleBuilder.rule(3).product("Firefox").channel("esr").mapping("Firefox-60.1.0esr-build1");
    }

    private static Snapshot before() {
        return releases().rule(release()).rule(watershed()).rule(esr()).snapshot();
    }

    /** The checks whose findings a change adds. */
    private static List<LintCheck> byLint(Scenario after) {
        assertThat(LINTER.lint(before())).isEmpty();
        return Linter.added(LINTER.lint(before()), LINTER.lint(after.snapshot())).stream()
                .map(LintFinding::check)
                .toList();
    }

    /** The effects that a simulation of a change reports. */
    private static List<ChangeEffect> bySimulation(Scenario after) {
        Snapshot changed = after.snapshot();
        List<SampleRequest> sample = SyntheticSample.of(before(), changed, 2000);
        SimulationReport report = new Simulation(before(), changed, Scenario.POLICY)
                .run(sample, Limits.DEFAULT, Runnable::run, 1, Progress.NONE);
        return report.effects().stream().map(EffectCount::effect).toList();
    }

    @Test
    void aRuleMapsToAnotherProductsRelease() {
        Scenario after = releases()
                .rule(release().mapping("Addons-61.0-build1"))
                .rule(watershed())
                .rule(esr());

        assertThat(byLint(after)).contains(LintCheck.OTHER_PRODUCT);
        assertThat(bySimulation(after)).contains(ChangeEffect.OTHER_PRODUCT);
    }

    @Test
    void usersOfExtendedSupportAreOfferedABeta() {
        // The prefix was meant for a test channel, and esr begins with it.
        Scenario after = releases()
                .rule(release())
                .rule(watershed())
                .rule(esr())
                .rule(RuleBuilder.rule(4)
                        .product("Firefox")
                        .channel("es*")
                        .priority(300)
                        .mapping("Firefox-62.0b3-build1"));

        assertThat(byLint(after)).contains(LintCheck.UNREACHABLE_RULE);
        assertThat(bySimulation(after)).contains(ChangeEffect.OTHER_RELEASE);
    }

    @Test
    void aReleaseLacksALocale() {
        Scenario after = releases()
                .release(Builds.release("Firefox-61.0.1-build1", "61.0.1", "en-US"))
                .rule(release().mapping("Firefox-61.0.1-build1"))
                .rule(watershed())
                .rule(esr());

        assertThat(byLint(after)).containsExactly(LintCheck.MISSING_BUILD);
        assertThat(bySimulation(after)).contains(ChangeEffect.FAILS);
    }

    @Test
    void aPartOfASuperblobIsGone() {
        Scenario after = releases()
                .release("""
                        {"name": "Super", "schema_version": 4000, "blobs": ["Addons-61.0-build1", "Deleted"]}""")
                .rule(release().mapping("Super"))
                .rule(watershed())
                .rule(esr());

        assertThat(byLint(after)).contains(LintCheck.MISSING_RELEASE);
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }

    @Test
    void aReleaseIsDeletedThatARuleStillMapsTo() {
        Scenario after = releases()
                .rule(release().fallbackMapping("Firefox-59.0-build1").backgroundRate(25))
                .rule(watershed())
                .rule(esr());

        assertThat(byLint(after)).containsExactly(LintCheck.MISSING_RELEASE);
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }

    @Test
    void aRolloutIsThrottledWithoutAFallback() {
        Scenario after =
                releases().rule(release().backgroundRate(10)).rule(watershed()).rule(esr());

        assertThat(byLint(after)).containsExactly(LintCheck.THROTTLED_WITHOUT_FALLBACK);
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }

    @Test
    void aWatershedHoldsThoseWhoHavePassedIt() {
        Scenario after =
                releases().rule(release()).rule(watershed().version("<=60.0")).rule(esr());

        assertThat(byLint(after)).containsExactly(LintCheck.DEAD_END);
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }

    @Test
    void aRuleForEveryChannelMatchesNone() {
        Scenario after =
                releases().rule(release().channel("*")).rule(watershed()).rule(esr());

        assertThat(byLint(after)).contains(LintCheck.CHANNEL_MATCHES_NOTHING);
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }

    @Test
    void aReleaseHasAFileOfNoSize() {
        Scenario after = releases()
                .release(Builds.release("Firefox-61.0.1-build1", "61.0.1", "de", "en-US")
                        .replace("\"filesize\": 10", "\"filesize\": 0"))
                .rule(release().mapping("Firefox-61.0.1-build1"))
                .rule(watershed())
                .rule(esr());

        // A simulation does not look into the response.
        assertThat(byLint(after)).containsExactly(LintCheck.DISCARDED_RESPONSE);
        assertThat(bySimulation(after)).doesNotContain(ChangeEffect.STOPS, ChangeEffect.FAILS);
    }

    @Test
    void aReleaseIsMappedBackToAnOlderOne() {
        Scenario after = releases()
                .rule(release().mapping("Firefox-60.0-build1"))
                .rule(watershed())
                .rule(esr());

        // All in order by itself, so that only the comparison with what is served now tells.
        assertThat(byLint(after)).isEmpty();
        assertThat(bySimulation(after)).contains(ChangeEffect.STOPS);
    }
}
