// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.options;

import dev.balrog.agent.JsonUptake;
import dev.balrog.agent.PrometheusUptake;
import dev.balrog.agent.UptakeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the server that the agent queries for uptake. */
public final class UptakeOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--telemetry-api-root",
            paramLabel = "URL",
            description = "Server with the uptake of updates: with --telemetry-query, the base URL"
                    + " of a Prometheus server; with --telemetry-pointer, a URL in which {product} and"
                    + " {channel} are replaced.")
    @Variable("TELEMETRY_API_ROOT")
    private @Nullable String root;

    @Option(
            names = "--telemetry-query",
            paramLabel = "PROMQL",
            description = "PromQL query for one number, in which {product} and {channel} are replaced within quotes.")
    @Variable("TELEMETRY_QUERY")
    private @Nullable String query;

    @Option(
            names = "--telemetry-pointer",
            paramLabel = "POINTER",
            description = "JSON pointer to the number in the server's response, such as /data/uptake.")
    @Variable("TELEMETRY_POINTER")
    private @Nullable String pointer;

    /**
     * Returns the source of uptakes; empty for none.
     *
     * @throws InvalidOptionException if an option is missing or invalid
     */
    public Optional<UptakeSource> source() {
        if (query == null && pointer == null) {
            return Optional.empty();
        }
        if (root == null) {
            throw new InvalidOptionException("--telemetry-query and --telemetry-pointer need --telemetry-api-root");
        }
        if (query != null && pointer != null) {
            throw new InvalidOptionException(
                    "--telemetry-query is for Prometheus, --telemetry-pointer for other servers: give one of them");
        }
        try {
            return Optional.of(
                    query != null
                            ? new PrometheusUptake(URI.create(root), query, TIMEOUT)
                            : new JsonUptake(root, String.valueOf(pointer), TIMEOUT));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidOptionException("--telemetry-api-root or --telemetry-pointer: " + wrong.getMessage());
        }
    }
}
