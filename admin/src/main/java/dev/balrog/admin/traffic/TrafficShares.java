// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Largest parts of the traffic, and all other parts together.
 *
 * @param times times of the points
 * @param rate answers per second, on average
 * @param series the largest parts, the largest first
 * @param others sum of all other parts; empty if there are none
 */
public record TrafficShares(List<Instant> times, double rate, List<Share> series, Optional<Share> others) {
    /** Label of what the public apps count together. */
    private static final String OTHER = "other";

    private static final Comparator<TrafficSeries> LARGEST_FIRST = Comparator.comparingDouble(TrafficSeries::sum)
            .reversed()
            .thenComparing(TrafficSeries::product)
            .thenComparing(TrafficSeries::name);

    public TrafficShares {
        times = List.copyOf(times);
        series = List.copyOf(series);
    }

    /**
     * Part of the traffic.
     *
     * @param product product of the rule or release; empty for the sum of several
     * @param name channel, rule or release; empty for the sum of several
     * @param share fraction of all answers, 0 to 1
     * @param rate answers per second, on average
     * @param rates answers per second at each point in time; null where nothing at all was counted
     */
    public record Share(String product, String name, double share, double rate, List<@Nullable Double> rates) {
        public Share {
            rates = Collections.unmodifiableList(new ArrayList<>(rates));
        }
    }

    /**
     * Returns the parts of some traffic.
     *
     * @param product the product that shares are relative to; empty for all together
     * @param name the only part to return; empty for the largest ones
     * @param limit maximum number of parts that are not summed up
     */
    public static TrafficShares of(TrafficData data, Optional<String> product, Optional<String> name, int limit) {
        List<TrafficSeries> all = data.series().stream()
                .filter(series -> product.isEmpty() || series.product().equals(product.get()))
                .filter(series -> series.sum() > 0)
                .sorted(LARGEST_FIRST)
                .toList();
        double total = all.stream().mapToDouble(TrafficSeries::sum).sum();
        List<TrafficSeries> own = all.stream()
                .filter(series ->
                        !series.product().equals(OTHER) || !series.name().equals(OTHER))
                .filter(series -> name.isEmpty() || series.name().equals(name.get()))
                .limit(limit)
                .toList();
        List<TrafficSeries> rest = new ArrayList<>(all);
        rest.removeAll(own);
        return new TrafficShares(
                data.times(),
                average(data, total),
                own.stream().map(series -> share(data, series, total)).toList(),
                name.isPresent() || rest.isEmpty() ? Optional.empty() : Optional.of(share(data, sum(rest), total)));
    }

    private static TrafficSeries sum(List<TrafficSeries> series) {
        List<Double> rates = IntStream.range(0, series.getFirst().rates().size())
                .mapToObj(i ->
                        series.stream().mapToDouble(one -> one.rates().get(i)).sum())
                .toList();
        return new TrafficSeries("", "", rates);
    }

    private static Share share(TrafficData data, TrafficSeries series, double total) {
        List<@Nullable Double> rates = new ArrayList<>();
        for (int i = 0; i < series.rates().size(); i++) {
            rates.add(data.counted().get(i) ? series.rates().get(i) : null);
        }
        return new Share(series.product(), series.name(), series.sum() / total, average(data, series.sum()), rates);
    }

    private static double average(TrafficData data, double sum) {
        long points = data.counted().stream().filter(Boolean::booleanValue).count();
        return points == 0 ? 0 : sum / points;
    }
}
