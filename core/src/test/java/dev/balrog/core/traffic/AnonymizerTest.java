// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.traffic.Anonymizer.Observation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnonymizerTest {
    private static final int MINIMUM = 10;
    private static final int MANY = 1000;

    private static Observation observation(
            long observed, String channel, String operatingSystem, int memory, String distribution, String query) {
        String url = "/update/6/Firefox/139.0/20250527134140/WINNT_x86_64-msvc-x64/de/" + channel + "/"
                + operatingSystem.replace(" ", "%20") + "/ISET:SSE4_2,MEM:" + memory + "/" + distribution
                + "/default/update.xml"
                + query;
        return new Observation(NormalizedRequest.of(UpdateTarget.parse(url)).orElseThrow(), observed, observed * 2.0);
    }

    private static RecordedTraffic anonymized(Observation... observations) {
        long requests = 0;
        for (Observation observation : observations) {
            requests += observation.observed() * 2;
        }
        return new Anonymizer(MINIMUM).anonymize(List.of(observations), requests, MANY);
    }

    @Test
    void cellsWithEnoughRequestsStayAsTheyAre() {
        Observation large =
                observation(10, "release-cck-acme", "Windows_NT 10.0.0.0.22631.4317 (x64)", 16271, "acme", "?pin=140.");

        RecordedTraffic sample = anonymized(large);

        assertThat(sample.cells()).containsExactly(new TrafficCell(large.request(), 20));
        assertThat(sample.requests()).isEqualTo(20);
        assertThat(sample.suppressedShare()).isZero();
    }

    @Test
    void smallCellsWithSimilarHardwareBecomeOne() {
        RecordedTraffic sample = anonymized(
                observation(5, "release", "Windows_NT 10.0.0.0.22631.4317 (x64)", 16271, "default", ""),
                observation(5, "release", "Windows_NT 10.0.0.0.19045.1 (x64)", 16384, "default", ""));

        assertThat(sample.cells())
                .containsExactly(new TrafficCell(
                        observation(1, "release", "Windows_NT 10.0", 16384, "default", "")
                                .request(),
                        20));
    }

    @Test
    void smallCellsOfPartnersCountForTheChannel() {
        RecordedTraffic sample = anonymized(
                observation(30, "release", "Windows_NT 10.0", 8192, "default", ""),
                observation(1, "release-cck-acme", "Windows_NT 10.0.1", 8096, "acme", "?pin=138."));

        assertThat(sample.cells())
                .containsExactly(new TrafficCell(
                        observation(1, "release", "Windows_NT 10.0", 8192, "default", "")
                                .request(),
                        62));
    }

    @Test
    void whatStaysSmallIsOnlyCounted() {
        RecordedTraffic sample = anonymized(
                observation(30, "release", "Windows_NT 10.0", 8192, "default", ""),
                observation(9, "aurora", "Windows_NT 10.0", 8192, "default", ""));

        assertThat(sample.cells()).extracting(TrafficCell::count).containsExactly(60L);
        assertThat(sample.requests()).isEqualTo(78);
        assertThat(sample.suppressedShare()).isEqualTo(1 - 60 / 78.0);
    }

    @Test
    void noCellTellsOfFewerRequestsThanTheMinimum() {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            observations.add(observation(1 + i % 12, "c" + i % 7, "Windows_NT 10.0." + i, 4000 + i, "d" + i, ""));
        }
        long all = observations.stream().mapToLong(Observation::observed).sum();

        RecordedTraffic sample = new Anonymizer(MINIMUM).anonymize(observations, 2 * all, MANY);

        assertThat(sample.cells())
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cell.count()).isGreaterThanOrEqualTo(2L * MINIMUM));
        assertThat(sample.listed()).isEqualTo(2 * all);
    }

    @Test
    void theMostFrequentCellsAreKept() {
        RecordedTraffic sample = new Anonymizer(MINIMUM)
                .anonymize(
                        List.of(
                                observation(10, "a", "Linux 6.8", 1, "default", ""),
                                observation(30, "b", "Linux 6.8", 1, "default", ""),
                                observation(20, "c", "Linux 6.8", 1, "default", "")),
                        120,
                        2);

        assertThat(sample.cells()).extracting(TrafficCell::count).containsExactly(60L, 40L);
        assertThat(sample.requests()).isEqualTo(120);
    }

    @Test
    void needsAPositiveMinimum() {
        assertThatThrownBy(() -> new Anonymizer(0)).hasMessageContaining("below 1");
    }
}
