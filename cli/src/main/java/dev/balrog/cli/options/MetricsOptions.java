// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.service.BuildInfo;
import dev.balrog.service.ErrorReporter;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.StatsdSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What a server measures, and who is told. */
public final class MetricsOptions {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsOptions.class);

    @Option(
            names = "--statsd-host",
            paramLabel = "HOST",
            description = "The StatsD server to send measurements to. Without it: none.")
    @Variable("STATSD_HOST")
    private @Nullable String statsdHost;

    @Option(
            names = "--statsd-port",
            paramLabel = "PORT",
            defaultValue = "8125",
            converter = HttpOptions.PortConverter.class,
            description = "The UDP port of the StatsD server.")
    @Variable("STATSD_PORT")
    private int statsdPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            converter = HttpOptions.PortConverter.class,
            description =
                    "The port to serve /metrics on, for Prometheus; 0 for none. Without it: 9464 if that is free.")
    @Variable("METRICS_PORT")
    private @Nullable Integer metricsPort;

    /**
     * Starts measuring.
     *
     * @param prefix what names for StatsD begin with, such as {@code balrog.public}
     * @throws InvalidOptionException when the StatsD server makes no sense
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
     * Starts serving the measurements.
     *
     * @return empty when they are not served
     * @throws IOException when the port that was asked for can't be listened on
     */
    public Optional<MetricsEndpoint> serve(
            String host, InstantSource clock, ServerMetrics metrics, ErrorReporter errors) throws IOException {
        if (metricsPort == null) {
            try {
                return Optional.of(MetricsEndpoint.start(host, ServerMetrics.DEFAULT_PORT, clock, metrics, errors));
            } catch (IOException taken) {
                // Two servers on one machine are no reason for the second one not to start.
                LOG.warn("Metrics are not served: {}; give another port with --metrics-port", taken.getMessage());
                return Optional.empty();
            }
        }
        return metricsPort == 0
                ? Optional.empty()
                : Optional.of(MetricsEndpoint.start(host, metricsPort, clock, metrics, errors));
    }
}
