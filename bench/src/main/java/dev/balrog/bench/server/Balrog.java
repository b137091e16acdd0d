// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.SampleDatabase.Size;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/**
 * Running Balrog server.
 *
 * @param size the size of its data set
 * @param database the SQLite file that it reads
 * @param server the process
 * @param metricsPort port of its metrics
 */
record Balrog(Size size, Path database, ServerProcess server, int metricsPort) {
    private static final String LOOKUPS = "balrog_body_cache_requests_total{result=\"";

    /** Returns the share of the responses so far whose body was cached; NaN without a cache. */
    double cachedShare() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String metrics = client.send(request, BodyHandlers.ofString()).body();
            double hits = value(metrics, "hit");
            return hits / (hits + value(metrics, "miss"));
        }
    }

    private static double value(String metrics, String result) {
        String beginning = LOOKUPS + result + "\"}";
        return metrics.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(beginning.length())))
                .sum();
    }
}
