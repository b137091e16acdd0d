// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Client of a Prometheus server. All queries are fixed: nothing that users send gets into one. */
final class Prometheus implements AutoCloseable {
    /** Time within which a whole response has to come. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Twice what a thousand series of the longest range take. */
    private static final int MAX_ANSWER_BYTES = 8 << 20;

    private final PrometheusSettings settings;
    private final Duration timeout;
    /** Created with the first query. */
    private @Nullable HttpClient http;

    Prometheus(PrometheusSettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    /**
     * Returns the answers per second, from the start of a range to its end.
     *
     * @throws TrafficUnavailableException if Prometheus does not answer, or not with that
     */
    TrafficData rates(TrafficKind kind, TrafficRange range, Instant now) throws TrafficUnavailableException {
        List<Instant> times = PrometheusAnswer.times(range, now.truncatedTo(ChronoUnit.SECONDS));
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.url() + "/api/v1/query_range?query="
                        + URLEncoder.encode(query(kind, range), UTF_8)
                        + "&start=" + times.getFirst().getEpochSecond()
                        + "&end=" + times.getLast().getEpochSecond()
                        + "&step=" + range.step().toSeconds()
                        + "&timeout=" + timeout.toMillis() + "ms"))
                .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new TrafficUnavailableException("status " + answer.statusCode());
        }
        try {
            return PrometheusAnswer.read(answer.body(), kind, times);
        } catch (IllegalArgumentException e) {
            throw new TrafficUnavailableException("its answer is not one of Prometheus");
        }
    }

    private String query(TrafficKind kind, TrafficRange range) {
        return "sum by (product, " + kind.label() + ") (rate(" + kind.metric() + settings.selector() + "["
                + range.window() + "]))";
    }

    private HttpResponse<String> send(HttpRequest request) throws TrafficUnavailableException {
        CompletableFuture<HttpResponse<String>> response =
                client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MAX_ANSWER_BYTES));
        try {
            return response.copy()
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new TrafficUnavailableException(reason(e));
        } finally {
            response.cancel(true);
        }
    }

    private String reason(CompletionException failure) {
        return switch (failure.getCause()) {
            case TimeoutException _ -> "no answer within " + timeout.toSeconds() + " seconds";
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException -> "the host name can't be resolved";
            case ConnectException _ -> "can't connect";
            case null, default ->
                "can't be asked: "
                        + (failure.getCause() == null ? failure : failure.getCause())
                                .getClass()
                                .getSimpleName();
        };
    }

    private synchronized HttpClient client() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            http = client;
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
