// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Synthetic week of traffic before the start of the demo, in the format of OpenMetrics: the shares
 * of the public app's counters, with days and nights, and a drift for each.
 */
final class DemoHistory {
    private static final List<String> METRICS =
            List.of("balrog_answers", "balrog_rule_answers", "balrog_release_answers");
    private static final Pattern COUNTER = Pattern.compile("(\\w+)_total\\{(.*)} ([0-9.E+]+)");

    /** A week, and what its first points are the average of. */
    private static final Duration LENGTH = Duration.ofDays(7).plusHours(3);

    private static final Duration STEP = Duration.ofMinutes(5);
    /** The last hour has more points, since its charts show minutes. */
    private static final Duration RECENT = Duration.ofMinutes(65);

    private static final Duration RECENT_STEP = Duration.ofSeconds(30);
    private static final long SEED = 7;
    private static final double DAY_SECONDS = 86_400;
    /** Difference of days and nights to the average, as a fraction. */
    private static final double SWING = 0.4;

    private static final double MAX_DRIFT = 0.5;
    private static final double DRIFT = 0.03;

    private DemoHistory() {}

    /** Counter of the public app, with its share of all that are counted by the same metric. */
    private record Counter(String metric, String labels, double share) {}

    /**
     * Writes the week.
     *
     * @param metrics what the public app exports, in Prometheus's text format
     * @param end end of the week
     */
    static void write(String metrics, Instant end, Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String metric : METRICS) {
                out.write("# TYPE " + metric + " counter\n");
                for (Counter counter : counters(metrics, metric)) {
                    write(counter, end, random, out);
                }
            }
            out.write("# EOF\n");
        }
    }

    /**
     * Returns the counters of a metric. Their shares are those of all answers, so that releases,
     * which only updates count for, are as frequent as they are later.
     */
    private static List<Counter> counters(String metrics, String metric) {
        double all = values(metrics, "balrog_answers")
                .mapToDouble(DemoHistory::value)
                .sum();
        return values(metrics, metric)
                .map(line -> new Counter(metric, line.group(2), value(line) / all))
                .toList();
    }

    private static Stream<MatchResult> values(String metrics, String metric) {
        return COUNTER.matcher(metrics).results().filter(line -> line.group(1).equals(metric));
    }

    private static double value(MatchResult line) {
        return Double.parseDouble(line.group(3));
    }

    /** Writes a counter as two series: Prometheus underestimates rates where the pace of scrapes changes. */
    private static void write(Counter counter, Instant end, SplittableRandom random, BufferedWriter out)
            throws IOException {
        Instant recent = end.minus(RECENT);
        double drift = write(counter, "week", end.minus(LENGTH), recent, STEP, 1, random, out);
        write(counter, "hour", recent, end, RECENT_STEP, drift, random, out);
    }

    /**
     * Writes a series.
     *
     * @param drift factor of the counter's share at the start
     * @return the factor at the end
     */
    private static double write(
            Counter counter,
            String instance,
            Instant start,
            Instant end,
            Duration step,
            double drift,
            SplittableRandom random,
            BufferedWriter out)
            throws IOException {
        double factor = drift;
        double value = 0;
        double deviation = DRIFT * Math.sqrt((double) step.toSeconds() / STEP.toSeconds());
        for (Instant time = start; !time.isAfter(end); time = time.plus(step)) {
            out.write(String.format(
                    Locale.ROOT,
                    "%s_total{instance=\"%s\",%s} %d %d\n",
                    counter.metric,
                    instance,
                    counter.labels,
                    Math.round(value),
                    time.getEpochSecond()));
            factor = Math.clamp(factor + deviation * random.nextGaussian(), 1 - MAX_DRIFT, 1 + MAX_DRIFT);
            value += DemoTraffic.RATE * counter.share * factor * daily(time) * step.toSeconds();
        }
        return factor;
    }

    /** Returns the factor of a time of day; the average is 1. */
    private static double daily(Instant time) {
        return 1 + SWING * Math.sin(2 * Math.PI * (time.getEpochSecond() / DAY_SECONDS - 0.375));
    }
}
