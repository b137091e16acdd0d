// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of a server: for Prometheus under its usual names and labels, and for StatsD under the
 * names that Mozilla's Balrog uses.
 *
 * <p>Counters and timers are looked up once and kept; using them allocates nothing and takes well
 * under 100 ns.
 */
public final class ServerMetrics implements AutoCloseable {

    /** Default port on which production commands serve {@code /metrics}. */
    public static final int DEFAULT_PORT = 9_464;

    private static final int STATUS_LIMIT = 600;

    /** Kind of a response, by the first part of its path. */
    public enum ResponseKind {
        UPDATE,
        JSON,
        API,
        UNKNOWN;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final @Nullable Statsd statsd;
    /** Counters of responses by status, created when a status first occurs. */
    private final Map<ResponseKind, AtomicReferenceArray<@Nullable Count>> responses =
            new EnumMap<>(ResponseKind.class);

    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    /** Timers by their StatsD names, followed by their labels. */
    private final Map<String, Times> times = new ConcurrentHashMap<>();

    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /**
     * Starts measuring.
     *
     * @param statsd settings of the StatsD server; null for none
     */
    public ServerMetrics(@Nullable StatsdSettings statsd, BuildInfo build) {
        try {
            this.statsd = statsd == null ? null : new Statsd(statsd);
        } catch (IOException e) {
            throw new UncheckedIOException("No UDP socket can be opened for StatsD.", e);
        }
        for (ResponseKind kind : ResponseKind.values()) {
            responses.put(kind, new AtomicReferenceArray<>(STATUS_LIMIT));
        }
        new JvmMemoryMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Gauge.builder("balrog.build.info", () -> 1)
                .description("Version and commit, as labels; always 1.")
                .tags("version", build.version(), "commit", build.commit())
                .register(registry);
    }

    /** Counts a response with a status below 600. */
    public void countResponse(ResponseKind kind, int status) {
        AtomicReferenceArray<@Nullable Count> byStatus = Objects.requireNonNull(responses.get(kind));
        Count count = byStatus.get(status);
        if (count == null) {
            count = responses(kind, status);
            byStatus.set(status, count);
        }
        count.increment();
    }

    /**
     * Exports the counters of all kinds of responses with a status, as 0 until there is one.
     * Prometheus sees no increase of a counter whose first value is 1.
     */
    public void exportResponses(int... statuses) {
        for (ResponseKind kind : ResponseKind.values()) {
            for (int status : statuses) {
                responses(kind, status);
            }
        }
    }

    private Count responses(ResponseKind kind, int status) {
        return count(
                "balrog.responses",
                "Responses to GET requests, by kind and status.",
                "response." + kind.label + "." + status,
                "kind",
                kind.label,
                "status",
                Integer.toString(status));
    }

    /**
     * Returns the timer of a phase of request processing.
     *
     * @param kind the kind of response, {@code client} or {@code json}
     * @param phase the phase, such as {@code evaluate_rules}
     */
    public Times phase(String kind, String phase) {
        return times(
                "balrog.phase",
                "Duration of the phases of a response.",
                kind + "." + phase,
                "kind",
                kind,
                "phase",
                phase);
    }

    /** Returns the counter of Autograph's responses with this status. */
    public Count autographResponses(int status) {
        return count(
                "balrog.autograph.responses",
                "Autograph's responses to signing requests, by status.",
                "autograph.code." + status,
                "status",
                Integer.toString(status));
    }

    /**
     * Returns the counter of failed signature requests with this reason.
     *
     * @param reason {@code requests_error} if Autograph gave no usable response,
     *     {@code unknown_error} if it gave no signature, {@code local_key_error} if the server's
     *     own key can't be used, {@code overloaded} if too many responses were waiting
     */
    public Count autographErrors(String reason) {
        return count(
                "balrog.autograph.errors",
                "Failed signing requests, by reason.",
                "autograph." + reason,
                "reason",
                reason);
    }

    /**
     * Returns a counter; the same one for the same StatsD name.
     *
     * @param name its name for Prometheus in Micrometer's notation, parts joined by dots
     * @param statsdName its name for StatsD, without the prefix
     * @param labels its labels for Prometheus: name, value, name, value…
     */
    public Count count(String name, String description, String statsdName, String... labels) {
        return counts.computeIfAbsent(statsdName, created -> {
            Count count = new Count();
            FunctionCounter.builder(name, count.number, LongAdder::sum)
                    .description(description)
                    .tags(labels)
                    .register(registry);
            if (statsd != null) {
                statsd.count(statsdName, count.number::sum);
            }
            return count;
        });
    }

    /**
     * Returns a timer; the same one for the same names and labels.
     *
     * @param name its name for Prometheus in Micrometer's notation, without a unit
     * @param statsdName its name for StatsD, without the prefix
     * @param labels its labels for Prometheus: name, value, name, value…
     */
    public Times times(String name, String description, String statsdName, String... labels) {
        return times.computeIfAbsent(statsdName + List.of(labels), created -> {
            Times timer = new Times(statsd == null ? null : statsd.times(statsdName));
            FunctionTimer.builder(name, timer, t -> t.number.sum(), t -> t.totalNanos.sum(), TimeUnit.NANOSECONDS)
                    .description(description)
                    .tags(labels)
                    .register(registry);
            return timer;
        });
    }

    /**
     * Returns a histogram of durations, so that high percentiles can be told from the average.
     *
     * @param name its name for Prometheus, with its unit: {@code balrog_request_seconds}
     */
    public Durations durations(String name, String description) {
        return new Durations(Histogram.builder()
                .name(name)
                .help(description)
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(Durations.BOUNDS)
                .register(registry.getPrometheusRegistry()));
    }

    /**
     * Exports a gauge; its value is read at each scrape by Prometheus.
     *
     * @param labels its labels: name, value, name, value…
     */
    public void gauge(String name, String description, Supplier<Number> value, String... labels) {
        Gauge.builder(name, value).description(description).tags(labels).register(registry);
    }

    /** Exports the state of the connection pool of the database. */
    public void connectionPool(IntSupplier active, IntSupplier idle, IntSupplier waiting, int max) {
        String name = "balrog.database.connections";
        String description = "Open connections to the database.";
        gauge(name, description, active::getAsInt, "state", "active");
        gauge(name, description, idle::getAsInt, "state", "idle");
        gauge("balrog.database.connections.max", "Maximum number of connections to the database.", () -> max);
        gauge("balrog.database.waiting", "Threads waiting for a connection to the database.", waiting::getAsInt);
    }

    /** Exports how much the database is asked for: statements, and bytes where it is a server. */
    public void databaseLoad(LongSupplier statements, LongSupplier sentBytes, LongSupplier receivedBytes) {
        countedElsewhere("balrog.database.statements", "SQL statements that were sent to the database.", statements);
        countedElsewhere("balrog.database.sent.bytes", "Bytes that were sent to the database server.", sentBytes);
        countedElsewhere(
                "balrog.database.received.bytes", "Bytes that were received from the database server.", receivedBytes);
    }

    /**
     * Exports a counter that is kept elsewhere; its value is read at each scrape by Prometheus.
     *
     * @param labels its labels: name, value, name, value…
     * @return ends the export, after which the series is absent
     */
    public Export countedElsewhere(String name, String description, LongSupplier count, String... labels) {
        // The registry holds only the object weakly, not the function.
        FunctionCounter exported = FunctionCounter.builder(name, this, self -> count.getAsLong())
                .description(description)
                .tags(labels)
                .register(registry);
        return () -> registry.remove(exported);
    }

    /** Series that is exported. */
    public interface Export {
        /** Ends the export: the series is absent from later scrapes. */
        void end();
    }

    /** Returns all metrics in Prometheus's text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
        if (statsd != null) {
            statsd.close();
        }
    }

    /** Counter of events. */
    public static final class Count {

        private final LongAdder number = new LongAdder();

        private Count() {}

        public void increment() {
            number.increment();
        }
    }

    /** Timer of an operation. */
    public static final class Times {

        // Adders instead of Micrometer's Timer, which takes ten times as long to keep a decaying
        // maximum.
        private final LongAdder number = new LongAdder();
        private final LongAdder totalNanos = new LongAdder();
        private final Statsd.@Nullable Samples samples;

        private Times(Statsd.@Nullable Samples samples) {
            this.samples = samples;
        }

        /** Records a duration, in nanoseconds. */
        public void record(long nanos) {
            number.increment();
            totalNanos.add(nanos);
            if (samples != null) {
                samples.add(nanos);
            }
        }
    }

    /** Histogram of durations. */
    public static final class Durations {
        /**
         * Bucket bounds in seconds: responses from memory take microseconds, those that wait for
         * something up to seconds.
         */
        private static final double[] BOUNDS = {
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
        };

        private static final double NANOS = 1e9;

        private final DistributionDataPoint histogram;

        private Durations(Histogram histogram) {
            this.histogram = histogram;
        }

        /** Records a duration, in nanoseconds. */
        public void record(long nanos) {
            histogram.observe(nanos / NANOS);
        }
    }
}
