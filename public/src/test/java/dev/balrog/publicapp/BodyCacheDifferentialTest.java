// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.BodyCache;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Compares responses with a cache of bodies with those without one: requests that repeat, on snapshots that replace
 * each other and share some of their releases.
 */
@Tag("slow")
class BodyCacheDifferentialTest {
    private static final int EXAMPLES = TestScale.of(20, 5_000);
    private static final int SNAPSHOTS = 5;
    private static final int REPLACEMENTS = 10;
    private static final int TARGETS = 60;
    /** Number of random requests of which the rest of the targets are those that are offered something. */
    private static final int CANDIDATES = 500;

    private static final int REQUESTS = 500;
    /** Room for some entries, so that others are evicted. */
    private static final long SMALL_CACHE_BYTES = 20_000;

    private static final String[] USER_AGENTS = {null, "Mozilla/5.0 Firefox/60.0", "Mozilla/5.0 (Macintosh; PPC)"};
    private static final String[] METHODS = {"GET", "GET", "GET", "HEAD", "OPTIONS", "POST"};

    private final Logger failures = (Logger) LoggerFactory.getLogger(AnswerFailures.class);
    private long compared;
    private long updates;
    private long hits;

    @BeforeEach
    void silenceFailures() {
        failures.setLevel(Level.OFF);
    }

    @AfterEach
    void logFailures() {
        failures.setLevel(null);
    }

    @Test
    void responsesAreTheSameWithAndWithoutTheCache() {
        Property.forAll(EXAMPLES, random -> {
            Choice choice = new Choice(random);
            List<Snapshot> snapshots = snapshots(choice);
            List<String> targets = targets(choice, snapshots);
            long bytes = choice.of(SMALL_CACHE_BYTES, PublicSettings.DEFAULT_BODY_CACHE_BYTES);
            SnapshotBodyCache bodies = new SnapshotBodyCache(snapshots.getFirst(), bytes);
            try (Side cached = new Side(bodies);
                    Side plain = new Side(null)) {
                for (int replacement = 0; replacement < REPLACEMENTS; replacement++) {
                    Snapshot snapshot = choice.of(snapshots);
                    cached.snapshot = snapshot;
                    plain.snapshot = snapshot;
                    for (int i = 0; i < REQUESTS; i++) {
                        compare(cached, plain, choice, choice.of(targets));
                    }
                }
                assertThat(cached.counts()).isEqualTo(plain.counts());
            }
            assertThat(bodies.bytes()).isLessThanOrEqualTo(bytes);
            hits += bodies.hits();
        });

        // Otherwise the examples would say nothing.
        assertThat(compared).isEqualTo((long) EXAMPLES * REPLACEMENTS * REQUESTS);
        assertThat(updates).isGreaterThan(compared / 20);
        assertThat(hits).isGreaterThan(compared / 20);
    }

    private void compare(Side cached, Side plain, Choice choice, String target) {
        String method = choice.of(METHODS);
        String userAgent = choice.of(USER_AGENTS);
        long samples = choice.below(Integer.MAX_VALUE);
        PublicAnswer expected = plain.answer(method, target, userAgent, samples);
        PublicAnswer actual = cached.answer(method, target, userAgent, samples);
        if (!actual.equals(expected)) {
            throw new AssertionError(method + " " + target + ": " + actual + ", not " + expected);
        }
        compared++;
        updates += isUpdate(expected) ? 1 : 0;
    }

    private static boolean isUpdate(PublicAnswer answer) {
        return answer.status() == 200 && answer.body().contains("URL=\"");
    }

    private static List<Snapshot> snapshots(Choice choice) {
        List<Snapshot> snapshots = new ArrayList<>();
        while (snapshots.size() < SNAPSHOTS) {
            Snapshot snapshot = RandomSnapshots.snapshot(choice);
            snapshots.add(snapshot);
            Map<String, StoredRelease> releases = new HashMap<>();
            snapshot.releases().forEach(release -> releases.put(release.name(), release));
            // The same releases, of which fewer have partial updates.
            snapshots.add(snapshot.with(releases, Map.of()));
        }
        return snapshots;
    }

    /** Random targets, of which most are offered an update by one of the snapshots. */
    private static List<String> targets(Choice choice, List<Snapshot> snapshots) {
        List<String> targets = new ArrayList<>();
        try (Side side = new Side(null)) {
            for (int i = 0; targets.size() < TARGETS && i < CANDIDATES; i++) {
                String target = target(choice);
                side.snapshot = choice.of(snapshots);
                if (i < TARGETS / 4 || isUpdate(side.answer("GET", target, null, i))) {
                    targets.add(target);
                    if (choice.percent(20)) {
                        targets.add(odd(choice, target));
                    }
                }
            }
        }
        return targets;
    }

    private static String target(Choice choice) {
        UpdateRequest request =
                (choice.percent(85) ? RandomRules.request(choice) : RandomRules.oddRequest(choice)).build();
        return UpdateUrl.target(request.locale() == null ? Format.JSON : Format.XML, request);
    }

    /** Another spelling of the same request, or a broken one. */
    private static String odd(Choice choice, String target) {
        return switch (choice.below(7)) {
            case 0 -> "/" + target;
            case 1 -> "http://aus.example" + target;
            case 2 -> target.replace("/update/6/", "/update//6/");
            case 3 -> target + (target.contains("?") ? "&" : "?") + "avast=1";
            case 4 -> target + (target.contains("?") ? "&" : "?") + "force=-1&force=1";
            case 5 -> target.replaceFirst("/update/6", "/up%64ate/6");
            default -> target + choice.oddText().replace(" ", "%20");
        };
    }

    /** Routes of a server, with or without a cache. */
    private static final class Side implements AutoCloseable {
        private final ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
        private final PublicRoutes routes;
        private SplittableRandom samples = new SplittableRandom(0);
        private Snapshot snapshot = new Snapshot(List.of(), List.of(), List.of(), List.of(), Map.of());

        Side(@Nullable BodyCache bodies) {
            PublicMetrics measured = new PublicMetrics(metrics, new AnswerFailures((error, context) -> {}));
            Decider decider = new Decider(() -> samples.nextInt(RolloutSampler.SAMPLES));
            this.routes = new PublicRoutes(
                    () -> snapshot,
                    new UpdateAnswers(decider, new Answers(decider, RandomSnapshots.POLICY), bodies, measured),
                    ContentSigner.of(
                            SigningSettings.of(Map.of()), InstantSource.system(), new Random(1), measured::signing),
                    List.of(),
                    measured);
        }

        /** Answers a request with rollout samples of this seed. */
        PublicAnswer answer(String method, String target, @Nullable String userAgent, long seed) {
            samples = new SplittableRandom(seed);
            return switch (routes.reply(method, target, userAgent)) {
                case Reply.Now(var answer) -> answer;
                default -> throw new AssertionError("not answered at once: " + target);
            };
        }

        /** The counters of outcomes. */
        List<String> counts() {
            return metrics.scrape()
                    .lines()
                    .filter(line ->
                            line.startsWith("balrog_answers_total") || line.startsWith("balrog_rule_answers_total"))
                    .sorted()
                    .toList();
        }

        @Override
        public void close() {
            metrics.close();
        }
    }
}
