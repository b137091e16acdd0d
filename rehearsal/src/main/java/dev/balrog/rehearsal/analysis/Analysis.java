// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Analysis of a canary until it succeeds or fails, by the rules of Argo Rollouts. */
public final class Analysis {
    private final List<Course> courses;
    private final MetricSource source;
    private final Pause pause;

    /** Pause between measurements; replaceable for tests. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after this duration. */
        void of(Duration duration) throws InterruptedException;
    }

    /** Creates an analysis of these metrics. */
    public Analysis(List<Metric> metrics, MetricSource source, Pause pause) {
        this.courses = metrics.stream().map(Course::new).toList();
        this.source = source;
        this.pause = pause;
    }

    /**
     * Runs the analysis; returns when a metric has failed too often, or all measurements are done.
     */
    public Verdict run() throws InterruptedException {
        Duration now = Duration.ZERO;
        while (true) {
            Course next = courses.stream()
                    .filter(course -> !course.isComplete())
                    .min(Comparator.comparing(course -> course.due))
                    .orElse(null);
            if (next == null) {
                return verdict("");
            }
            if (next.due.compareTo(now) > 0) {
                pause.of(next.due.minus(now));
                now = next.due;
            }
            next.measure(source);
            String failure = next.failure();
            if (!failure.isEmpty()) {
                return verdict(failure);
            }
        }
    }

    private Verdict verdict(String reason) {
        Map<String, Double> last = new LinkedHashMap<>();
        courses.forEach(course -> last.put(course.metric.name(), course.last));
        return new Verdict(reason.isEmpty(), reason, last);
    }

    /** Measurements of one metric. */
    private static final class Course {
        private final Metric metric;
        private Duration due;
        private int measured;
        private int failed;
        private int errorsInARow;
        private String error = "";
        private double last = Double.NaN;

        Course(Metric metric) {
            this.metric = metric;
            this.due = metric.initialDelay();
        }

        boolean isComplete() {
            return measured >= metric.count();
        }

        void measure(MetricSource source) throws InterruptedException {
            due = due.plus(metric.interval());
            List<Double> values;
            try {
                values = source.query(metric.query());
            } catch (IOException unanswered) {
                failedToMeasure(String.valueOf(unanswered.getMessage()));
                return;
            }
            if (values.isEmpty()) {
                failedToMeasure("the query has no result");
                return;
            }
            errorsInARow = 0;
            measured++;
            last = values.getFirst();
            if (!metric.success().holds(last)) {
                failed++;
            }
        }

        private void failedToMeasure(String reason) {
            errorsInARow++;
            error = reason;
        }

        /** Returns the reason to abort the canary; empty if there is none. */
        String failure() {
            if (failed > metric.failureLimit()) {
                return String.format(
                        Locale.ROOT, "%s is %.4f, not %s (%d times)", metric.name(), last, metric.success(), failed);
            }
            if (errorsInARow > metric.consecutiveErrorLimit()) {
                return metric.name() + " can't be measured: " + error;
            }
            return "";
        }
    }
}
