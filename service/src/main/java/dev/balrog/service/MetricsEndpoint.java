// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} for Prometheus on a separate port, so that it is not public where the
 * server is. What else only operators may see can be served beside it.
 */
public final class MetricsEndpoint implements AutoCloseable {

    private static final FixedHeaders PROMETHEUS_TEXT =
            FixedHeaders.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    private final HttpService http;

    private MetricsEndpoint(HttpService http) {
        this.http = http;
    }

    /**
     * Starts serving the metrics.
     *
     * @param pages what is served beside the metrics, by path
     * @throws IOException if the listen address can't be bound; the message names it and the reason
     */
    public static MetricsEndpoint start(
            String host,
            int port,
            InstantSource clock,
            ServerMetrics metrics,
            ErrorReporter errors,
            Map<String, Supplier<Answer>> pages)
            throws IOException {
        Map<String, Supplier<Answer>> paths = new TreeMap<>(pages);
        paths.put("/metrics", () -> new Answer(200, PROMETHEUS_TEXT, Buffer.buffer(metrics.scrape())));
        Answer notFound = Answer.text(404, "Not found: this port serves " + String.join(", ", paths.keySet()) + ".");
        HttpSettings settings = HttpSettings.listeningOn(host, port)
                .withEventLoops(1)
                .withMaxConnections(100)
                .withMaxBodyBytes(0);
        BlockingHandler.Work work =
                (request, body) -> paths.getOrDefault(String.valueOf(request.path()), () -> notFound)
                        .get();
        return new MetricsEndpoint(HttpService.start(settings, clock, new BlockingHandler(work, 0, errors), errors));
    }

    /** Returns the listening port, also if any free one was asked for. */
    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
    }
}
