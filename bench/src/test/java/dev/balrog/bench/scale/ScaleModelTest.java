// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.balrog.bench.Policies;
import dev.balrog.bench.SampleDatabase;
import dev.balrog.bench.SampleDatabase.Size;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.store.Database;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ScaleModelTest {
    private static final Population POPULATION = Population.of(100_000_000);
    private static final long SEED = 5;

    @TempDir
    private static Path directory;

    private static Snapshot snapshot;
    private static List<SampleRequest> requests;

    @BeforeAll
    static void load() throws IOException {
        try (Database database = new SampleDatabase(directory).open(Size.TINY)) {
            snapshot = new SnapshotLoader(database, problem -> {}).load().snapshot();
        }
        requests = ScaleModel.requests(10_000);
    }

    private static DayResult replay(Map<Duration, Integer> stages) {
        return ReleaseDay.replay(POPULATION, requests, Rollout.of(snapshot, stages), Policies.usual(), SEED);
    }

    @Test
    void the_forecast_agrees_with_the_replay() {
        DayResult day = replay(Map.of(Duration.ofHours(8), 25, Duration.ofHours(12), 100));
        Forecast forecast = new Forecast(POPULATION, day.updatesPerClient());

        assertThat(day.meanRate()).isCloseTo(forecast.meanRate(), Percentage.withPercentage(5));
        assertThat(day.peakRate()).isCloseTo(forecast.peakRate(), Percentage.withPercentage(25));
        assertThat(day.peakRate()).isGreaterThan(1.2 * day.meanRate());
    }

    @Test
    void a_rollout_offers_updates_from_its_time_on() {
        DayResult without = replay(Map.of());
        DayResult with = replay(Map.of(Duration.ofHours(12), 100));

        int noon = with.requests().length / 2;
        double offeredBefore = 0;
        double offeredBeforeWithout = 0;
        for (int bin = 0; bin < noon; bin++) {
            offeredBefore += with.offered()[bin];
            offeredBeforeWithout += without.offered()[bin];
        }
        // Clients draw other random numbers once they are offered something else.
        assertThat(offeredBefore).isCloseTo(offeredBeforeWithout, Percentage.withPercentage(5));
        assertThat(with.updatesPerClient()).isGreaterThan(1.02 * without.updatesPerClient());
    }

    @Test
    void caches_answer_the_share_of_the_formula() {
        Cdn cdn = new Cdn(2, Duration.ofSeconds(90), 2_000, 1, 0.3);
        double rate = 40;

        assertThat(simulatedHitShare(cdn, rate)).isCloseTo(cdn.hitShare(rate), within(0.02));
        assertThat(new Cdn(0, Duration.ofSeconds(90), 2_000, 1, 0.3).hitShare(rate))
                .isZero();
    }

    /** Returns the share of hits of caches that are asked request by request. */
    private static double simulatedHitShare(Cdn cdn, double rate) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Double> upTo = new ArrayList<>();
        double sum = 0;
        for (int rank = 1; rank <= cdn.targets(); rank++) {
            sum += Math.pow(rank, -cdn.exponent());
            upTo.add(sum);
        }
        List<Map<Integer, Double>> freshUntil = new ArrayList<>();
        for (int cache = 0; cache < cdn.caches(); cache++) {
            freshUntil.add(new HashMap<>());
        }
        int total = 200_000;
        int hits = 0;
        double now = 0;
        for (int i = 0; i < total; i++) {
            now -= Math.log(1 - random.nextDouble()) / rate;
            if (random.nextDouble() < cdn.newShare()) {
                continue;
            }
            double point = random.nextDouble(sum);
            int rank = Collections.binarySearch(upTo, point);
            Map<Integer, Double> cache = freshUntil.get(random.nextInt(cdn.caches()));
            int target = rank < 0 ? -1 - rank : rank;
            if (cache.getOrDefault(target, 0.0) > now) {
                hits++;
            } else {
                cache.put(target, now + cdn.ttl().toSeconds());
            }
        }
        return (double) hits / total;
    }

    @Test
    void a_region_can_fail() {
        Capacity capacity = new Capacity(100, 2, 0.5, 3, 4);

        assertThat(capacity.ratePerNode()).isEqualTo(10_000);
        assertThat(capacity.nodesPerRegion(60_000)).isEqualTo(3);
        // Two of three regions carry the peak.
        assertThat(2 * capacity.nodesPerRegion(60_000) * capacity.ratePerNode()).isGreaterThanOrEqualTo(60_000);
        assertThat(capacity.nodesPerRegion(10)).isEqualTo(2);
        assertThat(capacity.databasePolls(60_000)).isEqualTo(36);
    }
}
