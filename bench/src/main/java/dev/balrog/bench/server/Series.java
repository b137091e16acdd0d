// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Measurements of one server under one kind of load, one per round. */
final class Series {
    private final List<Measurement> rounds = new ArrayList<>();

    void add(Measurement measurement) {
        rounds.add(measurement);
    }

    /** Returns the median over all rounds. */
    double median(ToDoubleFunction<Measurement> value) {
        return median(rounds.stream().mapToDouble(value).toArray());
    }

    /**
     * Returns the ratio of a value to that of another server: the median of the ratios within each
     * round, since other load on the host varies between rounds.
     */
    double ratioTo(Series other, ToDoubleFunction<Measurement> value) {
        return median(IntStream.range(0, Math.min(rounds.size(), other.rounds.size()))
                .mapToDouble(
                        round -> value.applyAsDouble(rounds.get(round)) / value.applyAsDouble(other.rounds.get(round)))
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
