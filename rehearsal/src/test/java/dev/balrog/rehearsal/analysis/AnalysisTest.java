// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void isGoodWhenAllWasMeasuredOftenEnough() throws InterruptedException {
        Verdict verdict = run(metric("errors", 0), List.of(0.0, 0.1, 0.2));

        assertThat(verdict).isEqualTo(new Verdict(true, "", Map.of("errors", 0.2)));
        assertThat(pauses).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void bearsAsManyFailuresAsItMay() throws InterruptedException {
        assertThat(run(metric("errors", 1), List.of(0.0, 9.0, 0.0)).good()).isTrue();
    }

    @Test
    void givesUpAtOnceWithOneMore() throws InterruptedException {
        Verdict verdict = run(metric("errors", 1), List.of(9.0, 8.0, 0.0));

        assertThat(verdict.good()).isFalse();
        assertThat(verdict.reason()).isEqualTo("errors is 8.0000, not result[0] <= 0.5 (2 times)");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void takesNoNumberForAFailure() throws InterruptedException {
        assertThat(run(metric("errors", 0), List.of(Double.NaN)).reason()).startsWith("errors is NaN");
    }

    @Test
    void givesUpWhenNothingCanBeMeasuredTooOftenInARow() throws InterruptedException {
        MetricSource nothing = query -> List.of();
        MetricSource unreachable = query -> {
            throw new IOException("connection refused");
        };

        assertThat(new Analysis(List.of(metric("errors", 0)), nothing, pauses::add)
                        .run()
                        .reason())
                .isEqualTo("errors can't be measured: the query has no result");
        assertThat(new Analysis(List.of(metric("errors", 0)), unreachable, pauses::add)
                        .run()
                        .reason())
                .isEqualTo("errors can't be measured: connection refused");
    }

    @Test
    void measuresAgainAfterAnError() throws InterruptedException {
        Deque<List<Double>> results =
                new ArrayDeque<>(List.of(List.of(), List.of(0.1), List.of(), List.of(0.2), List.of(0.3)));

        Verdict verdict = new Analysis(List.of(metric("errors", 0)), query -> results.remove(), pauses::add).run();

        assertThat(verdict).isEqualTo(new Verdict(true, "", Map.of("errors", 0.3)));
    }

    @Test
    void measuresAllMetricsSideBySide() throws InterruptedException {
        List<String> asked = new ArrayList<>();
        MetricSource source = query -> {
            asked.add(query);
            return List.of(0.0);
        };

        new Analysis(List.of(metric("a", 0), metric("b", 0)), source, pauses::add).run();

        assertThat(asked).containsExactly("a", "b", "a", "b", "a", "b");
        assertThat(pauses).hasSize(3);
    }

    private Verdict run(Metric metric, List<Double> values) throws InterruptedException {
        Deque<Double> results = new ArrayDeque<>(values);
        return new Analysis(List.of(metric), query -> List.of(results.remove()), pauses::add).run();
    }

    private static Metric metric(String name, int failureLimit) {
        return new Metric(
                name,
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                3,
                Condition.parse("result[0] <= 0.5"),
                failureLimit,
                1,
                name);
    }
}
