// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the answers of Prometheus to range queries.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries">Range
 *     queries</a>
 */
final class PrometheusAnswer {
    private static final double MILLIS = 1000.0;

    private final TrafficKind kind;
    private final List<Instant> times;
    private final boolean[] counted;

    private PrometheusAnswer(TrafficKind kind, List<Instant> times) {
        this.kind = kind;
        this.times = times;
        this.counted = new boolean[times.size()];
    }

    /**
     * Reads an answer.
     *
     * @param times times that were asked for, in equal steps
     * @throws IllegalArgumentException if it is no answer to such a query
     */
    static TrafficData read(byte[] json, TrafficKind kind, List<Instant> times) {
        try {
            return new PrometheusAnswer(kind, times).data(JsonMapper.shared().readTree(json));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("It is not JSON", e);
        }
    }

    private TrafficData data(JsonNode answer) {
        JsonNode result = answer.path("data").path("result");
        if (!answer.path("status").asString("").equals("success")
                || !answer.path("data").path("resultType").asString("").equals("matrix")
                || !result.isArray()) {
            throw new IllegalArgumentException("It is not a matrix");
        }
        List<TrafficSeries> series = result.valueStream().map(this::series).toList();
        return new TrafficData(
                times,
                IntStream.range(0, counted.length).mapToObj(i -> counted[i]).toList(),
                series);
    }

    private TrafficSeries series(JsonNode one) {
        JsonNode labels = one.path("metric");
        Double[] rates = new Double[counted.length];
        Arrays.fill(rates, 0.0);
        for (JsonNode point : one.path("values")) {
            int index = index(point.path(0));
            double rate = rate(point.path(1));
            if (index >= 0 && index < rates.length && Double.isFinite(rate)) {
                rates[index] = rate;
                counted[index] = true;
            }
        }
        return new TrafficSeries(
                labels.path("product").asString(""), labels.path(kind.label()).asString(""), List.of(rates));
    }

    private int index(JsonNode seconds) {
        if (!seconds.isNumber()) {
            throw new IllegalArgumentException("A point has no time");
        }
        long step = times.get(1).toEpochMilli() - times.getFirst().toEpochMilli();
        return (int) Math.round((seconds.asDouble() * MILLIS - times.getFirst().toEpochMilli()) / step);
    }

    private static double rate(JsonNode value) {
        String text = value.asString("");
        return switch (text) {
            case "NaN", "+Inf", "-Inf" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    /** Returns the times of a range that ends at a moment. */
    static List<Instant> times(TrafficRange range, Instant end) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < range.points(); i++) {
            times.add(end.minus(range.step().multipliedBy(i)));
        }
        Collections.reverse(times);
        return List.copyOf(times);
    }
}
