// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Serves {@code /metrics} for Prometheus on a separate port, so that it is not public where the
 * server is.
 */
public final class MetricsEndpoint implements AutoCloseable {

    private static final FixedHeaders PROMETHEUS_TEXT =
            FixedHeaders.of("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    private static final Answer NOT_FOUND = Answer.text(404, "Not found: only /metrics is served on this port.");

    private final HttpService http;

    private MetricsEndpoint(HttpService http) {
        this.http = http;
    }

    /**
     * Starts serving the metrics.
     *
     * @throws IOException if the listen address can't be bound; the message names it and the reason
     */
    public static MetricsEndpoint start(
            String host, int port, InstantSource clock, ServerMetrics metrics, ErrorReporter errors)
            throws IOException {
        HttpSettings settings = HttpSettings.listeningOn(host, port)
                .withEventLoops(1)
                .withMaxConnections(100)
                .withMaxBodyBytes(0);
        BlockingHandler.Work scrape = (request, body) -> "/metrics".equals(request.path())
                ? new Answer(200, PROMETHEUS_TEXT, Buffer.buffer(metrics.scrape()))
                : NOT_FOUND;
        return new MetricsEndpoint(HttpService.start(settings, clock, new BlockingHandler(scrape, 0, errors), errors));
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
