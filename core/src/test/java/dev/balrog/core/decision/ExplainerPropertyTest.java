// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.BadDataException;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.reach.References;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.Candidate;
import dev.balrog.core.rule.Candidate.Verdict;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExplainerPropertyTest {
    private static final int SNAPSHOTS = 150;
    private static final int REQUESTS = 200;

    private final Explainer explainer = new Explainer(RandomSnapshots.POLICY);
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void explanationsAgreeWithAnswers() {
        Property.forAll(SNAPSHOTS, random -> {
            Choice choice = new Choice(random);
            Snapshot snapshot = RandomSnapshots.snapshot(choice);
            for (int i = 0; i < REQUESTS; i++) {
                UpdateRequest request =
                        (choice.percent(60) ? RandomRules.request(choice) : RandomRules.oddRequest(choice)).build();
                Format format = choice.percent(80) ? Format.XML : Format.JSON;
                Explanation explanation = explainer.explain(within(snapshot, request), format, request);
                checkAnswers(snapshot, format, request, explanation);
                checkCandidates(snapshot, request, explanation);
            }
        });

        // Otherwise the examples would say nothing.
        assertThat(updates.get()).isGreaterThan(SNAPSHOTS * REQUESTS / 20);
        assertThat(throttled.get()).isGreaterThan(SNAPSHOTS * REQUESTS / 100);
        assertThat(failures.get()).isGreaterThan(SNAPSHOTS * REQUESTS / 100);
    }

    /** The same with only those releases that the request can lead to. */
    private static Snapshot within(Snapshot snapshot, UpdateRequest request) {
        Map<String, StoredRelease> releases = new HashMap<>();
        Map<String, KnownBuilds> builds = new HashMap<>();
        new RequestReachability(snapshot, request).visit(names -> {
            Map<String, References> references = new HashMap<>();
            for (String name : names) {
                StoredRelease release = snapshot.release(name);
                if (release != null) {
                    releases.put(name, release);
                    references.put(name, References.of(release.release()));
                    release.release().partialSources().forEach(source -> {
                        KnownBuilds known = snapshot.builds(source);
                        if (known != null) {
                            builds.put(source, known);
                        }
                    });
                }
            }
            return references;
        });
        return snapshot.with(releases, builds);
    }

    private void checkAnswers(Snapshot snapshot, Format format, UpdateRequest request, Explanation explanation) {
        UpdateAnswer reached = answer(snapshot, format, request, 0);
        UpdateAnswer leftOut = answer(snapshot, format, request, RolloutSampler.SAMPLES - 1);
        assertThat(explanation.outcome().answer()).describedAs("%s", request).isEqualTo(reached);
        explanation
                .leftOut()
                .ifPresentOrElse(
                        other -> assertThat(other.answer()).isEqualTo(leftOut),
                        () -> assertThat(leftOut).describedAs("%s", request).isEqualTo(reached));
        updates.addAndGet(explanation.outcome().decision().orElse(null) instanceof Decision.Update ? 1 : 0);
        throttled.addAndGet(explanation.leftOut().isPresent() ? 1 : 0);
        failures.addAndGet(reached.status() == 400 ? 1 : 0);
    }

    private static UpdateAnswer answer(Snapshot snapshot, Format format, UpdateRequest request, int side) {
        Decider decider = new Decider(() -> side);
        return new UpdateAnswers(decider, new Answers(decider, RandomSnapshots.POLICY), UpdateAnswers.Timer.none())
                .answer(snapshot, format, request);
    }

    private static void checkCandidates(Snapshot snapshot, UpdateRequest request, Explanation explanation) {
        boolean unclear =
                explanation.candidates().stream().anyMatch(candidate -> candidate.verdict() instanceof Verdict.Unclear);
        if (unclear) {
            assertThatThrownBy(() -> snapshot.rules().match(request)).isInstanceOf(BadDataException.class);
            return;
        }
        assertThat(explanation.candidates().stream()
                        .filter(candidate -> candidate.verdict() instanceof Verdict.Satisfied)
                        .map(Candidate::rule)
                        .findFirst())
                .isEqualTo(snapshot.rules().match(request));
    }
}
