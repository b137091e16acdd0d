// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.traffic.NormalizedRequest;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.RequestForms;
import dev.balrog.core.traffic.TrafficCell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficSketchTest {
    private static final TrafficSketch.Size SMALL = new TrafficSketch.Size(1 << 10, 1 << 11);

    private static UpdateTarget request(String version, String channel, String operatingSystem) {
        return UpdateTarget.sent(
                        "/update/6/Firefox/" + version + "/20250527134140/WINNT_x86_64-msvc-x64/de/" + channel + "/"
                                + operatingSystem + "/ISET:SSE4_2,MEM:16384/default/default/update.xml",
                        null)
                .orElseThrow();
    }

    private static NormalizedRequest normalized(UpdateTarget target) {
        return NormalizedRequest.of(target).orElseThrow();
    }

    @Test
    void countsExactlyWhatItHasRoomFor() {
        TrafficSketch sketch = new TrafficSketch(SMALL);
        for (int version = 1; version <= 700; version++) {
            sketch.add(
                    RequestForms.of(request(version + ".0", "release", "Linux")).orElseThrow(), version);
        }

        RecordedTraffic sample = sketch.sample(10, 16);

        long all = 700 * 701 / 2 * 16;
        long small = 9 * 10 / 2 * 16;
        assertThat(sample.requests()).isEqualTo(all);
        assertThat(sample.listed()).isEqualTo(all - small);
        assertThat(sample.cells()).hasSize(691);
        assertThat(sample.cells().getFirst())
                .isEqualTo(new TrafficCell(normalized(request("700.0", "release", "Linux")), 700 * 16));
    }

    @Test
    void sharesSurviveAFloodOfDistinctRequests() {
        SplittableRandom random = new SplittableRandom(5);
        TrafficSketch sketch = new TrafficSketch(SMALL);
        int requests = 300_000;
        // Half are of ten frequent clients; the others are each sent once, from one of two channels.
        for (int i = 0; i < requests; i++) {
            sketch.add(
                    random.nextBoolean()
                            ? request((100 + random.nextInt(10)) + ".0", "release", "Linux")
                            : request("50.0", random.nextInt(5) == 0 ? "beta" : "esr", "Linux%206.8." + i));
        }

        RecordedTraffic sample = sketch.sample(10, 1);

        assertThat(sample.requests()).isCloseTo(requests, within(10L));
        assertThat(sample.listed()).isCloseTo(requests, within(10L));
        Map<String, Double> shares = new HashMap<>();
        sample.cells()
                .forEach(cell -> shares.merge(
                        cell.sampleRequest().request().channel(), (double) cell.count() / requests, Double::sum));
        assertThat(shares.get("release")).isCloseTo(0.5, within(0.03));
        assertThat(shares.get("esr")).isCloseTo(0.4, within(0.04));
        assertThat(shares.get("beta")).isCloseTo(0.1, within(0.03));
        // The flood is generalized: no request of it is listed by itself.
        assertThat(sample.cells()).hasSize(12);
        assertThat(sample.cells().stream()
                        .filter(cell -> cell.request().url().contains("/50.0/"))
                        .map(cell -> cell.sampleRequest().request().osVersion()))
                .containsOnly("Linux 6.8");
    }

    @Test
    void requestsWithEqualHashesOfJavaAreCounted() {
        TrafficSketch sketch = new TrafficSketch(TrafficSketch.Size.SERVER);
        int collisions = 1 << 12;
        // "Aa" and "BB" have the same hash, so all of these have.
        for (int i = 0; i < collisions; i++) {
            StringBuilder channel = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                channel.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            sketch.add(request("1.0", channel.toString(), "Linux"));
        }

        assertThat(sketch.requests()).isEqualTo(collisions);
        assertThat(sketch.sample(1, 1).listed()).isEqualTo(collisions);
    }

    @Test
    void whatCantBeListedIsCounted() {
        TrafficSketch sketch = new TrafficSketch(SMALL);
        sketch.add(request("1.0", "c".repeat(TrafficSketch.MAX_URL_CHARS), "Linux"));
        sketch.add(request("1.0", "release", "Linux"));

        RecordedTraffic sample = sketch.sample(1, 3);

        assertThat(sample.requests()).isEqualTo(6);
        assertThat(sample.cells())
                .isEqualTo(List.of(new TrafficCell(normalized(request("1.0", "release", "Linux")), 3)));
        assertThat(new TrafficSketch(SMALL).sample(1, 1)).isEqualTo(new RecordedTraffic(0, 1, List.of()));
    }
}
