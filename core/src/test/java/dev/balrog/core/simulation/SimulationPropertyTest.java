// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswer;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.Simulation.Limits;
import dev.balrog.core.simulation.Simulation.Progress;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The report agrees with a count over every rollout sample, one after the other. */
class SimulationPropertyTest {
    private static final int SAMPLES = 100;

    private final AtomicLong changed = new AtomicLong();
    private final AtomicLong partly = new AtomicLong();

    @Test
    void reportsAgreeWithEveryRolloutSample() {
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            Property.forAll(40, random -> {
                Choice choice = new Choice(random);
                Snapshot before = RandomSnapshots.snapshot(choice);
                Snapshot after = changed(choice, before);
                List<SampleRequest> sample = sample(choice, before, after);

                Simulation simulation = new Simulation(before, after, RandomSnapshots.POLICY);
                SimulationReport report = simulation.run(sample, Limits.DEFAULT, pool, 3, Progress.NONE);

                check(report, before, after, sample);
                assertThat(simulation.run(sample, Limits.DEFAULT, Runnable::run, 1, Progress.NONE))
                        .isEqualTo(report);
            });
        }
        // Otherwise the examples would say nothing.
        assertThat(changed.get()).isGreaterThan(40 * SAMPLES);
        assertThat(partly.get()).isGreaterThan(40);
    }

    private static Snapshot changed(Choice choice, Snapshot before) {
        List<Rule> rules = new ArrayList<>(before.rules().all());
        for (int i = 0; i < 3; i++) {
            long id = 1L + choice.below(RandomSnapshots.RULES);
            rules.removeIf(rule -> rule.id() == id);
            if (choice.percent(80)) {
                rules.add(RandomSnapshots.rule(choice, id, 0)
                        .backgroundRate(choice.of(0, 30, 50, 75, 100))
                        .build());
            }
        }
        List<StoredRelease> releases = new ArrayList<>(before.releases());
        if (choice.percent(50)) {
            releases.remove(choice.below(releases.size()));
        }
        Map<String, KnownBuilds> builds = new HashMap<>();
        for (String name : before.releaseNames()) {
            KnownBuilds known = before.builds(name);
            if (known != null) {
                builds.put(name, known);
            }
        }
        return new Snapshot(rules, choice.percent(50) ? before.shutoffs() : List.of(), before.pins(), releases, builds);
    }

    private static List<SampleRequest> sample(Choice choice, Snapshot before, Snapshot after) {
        List<SampleRequest> sample = new ArrayList<>(SyntheticSample.of(before, after, 60));
        for (int i = 0; i < 20; i++) {
            sample.add(new SampleRequest(
                    choice.percent(80) ? Format.XML : Format.JSON,
                    RandomRules.request(choice).build(),
                    1 + choice.below(5)));
        }
        return sample;
    }

    private void check(SimulationReport report, Snapshot before, Snapshot after, List<SampleRequest> sample) {
        long parts = 0;
        long requests = 0;
        long total = 0;
        for (SampleRequest request : sample) {
            long differing = 0;
            for (int u = 0; u < SAMPLES; u++) {
                differing += isSame(answer(before, request, u), answer(after, request, u)) ? 0 : 1;
            }
            parts += differing * request.weight();
            requests += differing == 0 ? 0 : 1;
            total += SAMPLES * request.weight();
            partly.addAndGet(differing > 0 && differing < SAMPLES ? 1 : 0);
        }
        changed.addAndGet(parts);
        assertThat(report.changed()).isEqualTo(new SimulationReport.Count(requests, parts));
        assertThat(report.total()).isEqualTo(new SimulationReport.Count(sample.size(), total));
        assertThat(report.effects().stream()
                        .map(EffectCount::count)
                        .mapToLong(SimulationReport.Count::parts)
                        .sum())
                .isEqualTo(parts);
    }

    private static boolean isSame(UpdateAnswer left, UpdateAnswer right) {
        return left.status() == right.status() && left.body().equals(right.body());
    }

    private static UpdateAnswer answer(Snapshot snapshot, SampleRequest request, int u) {
        Decider decider = new Decider(() -> u);
        return new UpdateAnswers(decider, new Answers(decider, RandomSnapshots.POLICY), UpdateAnswers.Timer.none())
                .answer(snapshot, request.format(), request.request());
    }
}
