// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.balrog.service.BoundedHttpClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Client of a Prometheus server. All queries are fixed: nothing that users send gets into one. */
final class Prometheus implements AutoCloseable {
    /** Time within which a whole response has to come. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Twice what a thousand series of the longest range take. */
    private static final int MAX_ANSWER_BYTES = 8 << 20;

    private final PrometheusSettings settings;
    private final Duration timeout;
    private final BoundedHttpClient http;

    Prometheus(PrometheusSettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
        this.http = new BoundedHttpClient("prometheus", timeout, MAX_ANSWER_BYTES);
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
        HttpResponse<byte[]> answer = send(request);
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

    private HttpResponse<byte[]> send(HttpRequest request) throws TrafficUnavailableException {
        try {
            return http.send(request);
        } catch (IOException e) {
            throw new TrafficUnavailableException(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrafficUnavailableException("interrupted");
        }
    }

    private String reason(IOException failure) {
        return switch (failure) {
            case HttpTimeoutException _ -> "no answer within " + timeout.toSeconds() + " seconds";
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException -> "the host name can't be resolved";
            case ConnectException _ -> "can't connect";
            default -> "can't be asked: " + failure.getClass().getSimpleName();
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
