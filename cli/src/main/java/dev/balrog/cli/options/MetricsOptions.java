// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.Answer;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.StatsdSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options of metrics and their export. */
public final class MetricsOptions {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsOptions.class);

    @Option(
            names = "--statsd-host",
            paramLabel = "HOST",
            description = "StatsD server to send metrics to. Default: none.")
    @Variable("STATSD_HOST")
    private @Nullable String statsdHost;

    @Option(
            names = "--statsd-port",
            paramLabel = "PORT",
            defaultValue = "8125",
            converter = HttpOptions.PortConverter.class,
            description = "UDP port of the StatsD server.")
    @Variable("STATSD_PORT")
    private int statsdPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            converter = HttpOptions.PortConverter.class,
            description = "Port to serve /metrics on, for Prometheus; 0 for none. Default: 9464 if free.")
    @Variable("METRICS_PORT")
    private @Nullable Integer metricsPort;

    /**
     * Creates the metrics.
     *
     * @param prefix prefix of names for StatsD, such as {@code balrog.public}
     * @throws InvalidOptionException if the StatsD server is invalid
     */
    public ServerMetrics metrics(String prefix) {
        if (statsdHost == null) {
            return new ServerMetrics(null, BuildInfo.current());
        }
        try {
            return new ServerMetrics(new StatsdSettings(statsdHost, statsdPort, prefix), BuildInfo.current());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Starts the metrics endpoint.
     *
     * @return the endpoint; empty if metrics are not served
     * @throws IOException if it can't listen on the configured port
     */
    public Optional<MetricsEndpoint> serve(
            String host, InstantSource clock, ServerMetrics metrics, ErrorReporter errors) throws IOException {
        return serve(host, clock, metrics, errors, Map.of());
    }

    /**
     * Starts the metrics endpoint.
     *
     * @param pages what is served beside the metrics, by path
     * @return the endpoint; empty if metrics are not served
     * @throws IOException if it can't listen on the configured port
     */
    public Optional<MetricsEndpoint> serve(
            String host,
            InstantSource clock,
            ServerMetrics metrics,
            ErrorReporter errors,
            Map<String, Supplier<Answer>> pages)
            throws IOException {
        if (metricsPort == null) {
            try {
                return Optional.of(
                        MetricsEndpoint.start(host, ServerMetrics.DEFAULT_PORT, clock, metrics, errors, pages));
            } catch (IOException taken) {
                // With two servers on one machine, the second one has to start as well.
                LOG.warn("Metrics are not served: {}; give another port with --metrics-port", taken.getMessage());
                return Optional.empty();
            }
        }
        return metricsPort == 0
                ? Optional.empty()
                : Optional.of(MetricsEndpoint.start(host, metricsPort, clock, metrics, errors, pages));
    }
}
