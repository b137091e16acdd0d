// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.fixture.RequestBuilder;
import dev.balrog.core.fixture.RuleBuilder;
import dev.balrog.core.fixture.SampleReleases;
import dev.balrog.core.fixture.Scenario;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.simulation.Simulation.Limits;
import dev.balrog.core.simulation.Simulation.Progress;
import dev.balrog.core.simulation.SimulationReport.Count;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.simulation.SimulationReport.Group;
import dev.balrog.core.simulation.SimulationReport.ValueCount;
import dev.balrog.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final String OLDER =
            SampleReleases.app(9).replace("61.0", "60.5").replace("\"Sample\"", "\"Older\"");
    private static final String NEWER =
            SampleReleases.app(9).replace("61.0", "62.0").replace("\"Sample\"", "\"Newer\"");

    private static Scenario releases() {
        return Scenario.scenario().release(SampleReleases.app(9)).release(OLDER).release(NEWER);
    }

    private static Snapshot mapping(String release) {
        return releases().rule(RuleBuilder.rule(1).mapping(release)).snapshot();
    }

    private static SampleRequest request(RequestBuilder request, long weight) {
        return new SampleRequest(Format.XML, request.build(), weight);
    }

    private static SampleRequest request() {
        return request(RequestBuilder.request(), 1);
    }

    private static SimulationReport run(Snapshot before, Snapshot after, SampleRequest... sample) {
        return new Simulation(before, after, Scenario.POLICY)
                .run(List.of(sample), Limits.DEFAULT, Runnable::run, 1, Progress.NONE);
    }

    private static ChangeEffect onlyEffect(SimulationReport report) {
        assertThat(report.effects()).hasSize(1);
        assertThat(report.groups()).isNotEmpty();
        return report.effects().getFirst().effect();
    }

    @Test
    void nothingChangesWhereRespsonsesAreTheSame() {
        SimulationReport report = run(mapping("Sample"), mapping("Sample"), request());

        assertThat(report.total()).isEqualTo(new Count(1, 100));
        assertThat(report.changed()).isEqualTo(new Count(0, 0));
        assertThat(report.effects()).isEmpty();
        assertThat(report.isHarmful()).isFalse();
    }

    @Test
    void eachEffectIsTold() {
        Snapshot none = releases().snapshot();
        Snapshot broken = releases()
                .release(SampleReleases.app(9)
                        .replace("\"fileUrl\"", "\"other\"")
                        .replace("\"Sample\"", "\"Broken\""))
                .rule(RuleBuilder.rule(1).mapping("Broken"))
                .snapshot();
        Snapshot foreign = Scenario.scenario()
                .release("Thunderbird", NEWER)
                .rule(RuleBuilder.rule(1).mapping("Newer"))
                .snapshot();
        Snapshot major = releases()
                .rule(RuleBuilder.rule(1).mapping("Sample").updateType("major"))
                .snapshot();

        assertThat(onlyEffect(run(mapping("Sample"), none, request()))).isEqualTo(ChangeEffect.STOPS);
        assertThat(onlyEffect(run(none, mapping("Sample"), request()))).isEqualTo(ChangeEffect.NEWLY_OFFERED);
        assertThat(onlyEffect(run(mapping("Sample"), mapping("Older"), request())))
                .isEqualTo(ChangeEffect.OLDER);
        assertThat(onlyEffect(run(mapping("Sample"), mapping("Newer"), request())))
                .isEqualTo(ChangeEffect.OTHER_RELEASE);
        assertThat(onlyEffect(run(mapping("Sample"), foreign, request()))).isEqualTo(ChangeEffect.OTHER_PRODUCT);
        assertThat(onlyEffect(run(mapping("Sample"), broken, request()))).isEqualTo(ChangeEffect.FAILS);
        assertThat(onlyEffect(run(mapping("Sample"), major, request()))).isEqualTo(ChangeEffect.OTHER_CONTENT);
    }

    @Test
    void anUpdateWithoutAFileIsNone() {
        Snapshot forbidden = Scenario.scenario()
                .release(SampleReleases.app(9).replace("download.example", "evil.example"))
                .rule(RuleBuilder.rule(1))
                .snapshot();

        SimulationReport report = run(mapping("Sample"), forbidden, request());

        assertThat(onlyEffect(report)).isEqualTo(ChangeEffect.STOPS);
        assertThat(report.groups().getFirst().after()).isEqualTo(new Served("no_file", "Sample", null));
    }

    @Test
    void aRolloutCountsTheShareThatItGrowsBy() {
        Snapshot before = releases()
                .rule(RuleBuilder.rule(1)
                        .mapping("Newer")
                        .fallbackMapping("Sample")
                        .backgroundRate(25))
                .snapshot();
        Snapshot after = releases()
                .rule(RuleBuilder.rule(1)
                        .mapping("Newer")
                        .fallbackMapping("Sample")
                        .backgroundRate(60))
                .snapshot();

        SimulationReport report = run(
                before,
                after,
                request(RequestBuilder.request(), 10),
                request(RequestBuilder.request().force(Force.MAPPING), 1),
                request(RequestBuilder.request().force(Force.FALLBACK_MAPPING), 1));

        assertThat(report.total()).isEqualTo(new Count(3, 1200));
        assertThat(report.changed()).isEqualTo(new Count(1, 350));
        assertThat(report.share(report.changed())).isEqualTo(350.0 / 1200);
        Group group = report.groups().getFirst();
        assertThat(group.effect()).isEqualTo(ChangeEffect.OTHER_RELEASE);
        assertThat(group.before()).isEqualTo(new Served("update", "Sample", "61.0"));
        assertThat(group.after()).isEqualTo(new Served("update", "Newer", "62.0"));
        assertThat(group.examples())
                .containsExactly(new SimulationReport.Example(request().target(), 35));
    }

    @Test
    void aRolloutThatIsHaltedTakesTheUpdateFromThoseWhomItReached() {
        Snapshot before = releases()
                .rule(RuleBuilder.rule(1).mapping("Newer").backgroundRate(40))
                .snapshot();
        Snapshot after = releases()
                .rule(RuleBuilder.rule(1).mapping("Newer").backgroundRate(0))
                .snapshot();

        SimulationReport report = run(before, after, request());

        assertThat(onlyEffect(report)).isEqualTo(ChangeEffect.STOPS);
        assertThat(report.changed()).isEqualTo(new Count(1, 40));
        assertThat(report.groups().getFirst().after()).isEqualTo(new Served("throttled", null, null));
    }

    @Test
    void valuesAreCountedTheLargestFirst() {
        SimulationReport report = run(
                mapping("Sample"),
                mapping("Newer"),
                request(RequestBuilder.request().channel("beta"), 1),
                request(RequestBuilder.request().channel("release"), 5),
                request(RequestBuilder.request().version("99.0"), 7));

        EffectCount effect = report.effects().getFirst();
        assertThat(effect.count()).isEqualTo(new Count(2, 600));
        assertThat(effect.values().get(Dimension.CHANNEL))
                .containsExactly(
                        new ValueCount("release", new Count(1, 500)), new ValueCount("beta", new Count(1, 100)));
        assertThat(report.total()).isEqualTo(new Count(3, 1300));
    }

    @Test
    void reportsAreBounded() {
        List<SampleRequest> sample = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sample.add(request(RequestBuilder.request().channel("c" + i), 10 - i));
            sample.add(request(RequestBuilder.request().channel("c" + i).osVersion("x"), 10 - i));
        }

        SimulationReport report = new Simulation(mapping("Sample"), mapping("Newer"), Scenario.POLICY)
                .run(sample, new Limits(3, 1, 2), Runnable::run, 1, Progress.NONE);

        assertThat(report.groups()).extracting(Group::channel).containsExactly("c0", "c1", "c2");
        assertThat(report.groups()).allMatch(group -> group.examples().size() == 1);
        assertThat(report.omittedGroups()).isEqualTo(7);
        assertThat(report.effects().getFirst().values().get(Dimension.CHANNEL)).hasSize(2);
    }

    @Test
    void progressIsReportedAndCanCancel() {
        List<SampleRequest> sample = Collections.nCopies(5000, request());
        Simulation simulation = new Simulation(mapping("Sample"), mapping("Newer"), Scenario.POLICY);
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

        simulation.run(sample, Limits.DEFAULT, Runnable::run, 1, seen::add);
        assertThat(seen).isSorted().endsWith(5000).hasSizeGreaterThan(2);

        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() ->
                        simulation.run(sample, Limits.DEFAULT, Runnable::run, 1, _ -> calls.incrementAndGet() < 2))
                .isInstanceOf(CancellationException.class);
        assertThat(calls.get()).isEqualTo(2);
    }

    @Test
    void harmfulEffectsComeFirst() {
        assertThat(Arrays.stream(ChangeEffect.values()).dropWhile(ChangeEffect::isHarmful))
                .noneMatch(ChangeEffect::isHarmful);
    }
}
