// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String NOTHING = answer("");

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private Instant time = NOW;

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    /** What a peer does with a request. */
    private interface Peer {
        void answer(HttpExchange exchange) throws IOException;
    }

    private URI serving(Peer peer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getPath() + " "
                    + URLDecoder.decode(exchange.getRequestURI().getRawQuery(), UTF_8));
            try (exchange) {
                peer.answer(exchange);
            }
        });
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private URI answering(int status, String body) throws IOException {
        return serving(exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    private Traffic traffic(URI url, Duration timeout, Map<String, String> labels) {
        return new Traffic(Optional.of(new PrometheusSettings(url, labels)), timeout, () -> time);
    }

    private String problem(URI url, Duration timeout) {
        try (Traffic traffic = traffic(url, timeout, Map.of())) {
            traffic.of(TrafficKind.RULE, TrafficRange.HOUR);
            return "none";
        } catch (TrafficUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String answer(String series) {
        return "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [" + series + "]}}";
    }

    private static String series(String label, String product, String name, Object... timesAndRates) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < timesAndRates.length; i += 2) {
            points.add("[" + timesAndRates[i] + ", \"" + timesAndRates[i + 1] + "\"]");
        }
        return "{\"metric\": {\"product\": \"" + product + "\", \"" + label + "\": \"" + name + "\"}, \"values\": ["
                + String.join(", ", points) + "]}";
    }

    @Test
    void asksAFixedQueryWithTheLabelsOfTheEnvironment() throws Exception {
        URI url = URI.create(answering(200, NOTHING) + "/prometheus/");
        try (Traffic traffic = traffic(url, LONG, Map.of("namespace", "a \"quoted\" \\ name", "job", "balrog"))) {
            traffic.of(TrafficKind.RELEASE, TrafficRange.DAY);
        }
        assertThat(queries)
                .containsExactly("/prometheus/api/v1/query_range query=sum by (product, release)"
                        + " (rate(balrog_release_answers_total{job=\"balrog\",namespace=\"a \\\"quoted\\\" \\\\ name\"}"
                        + "[20m]))&start=1799913600&end=1800000000&step=1200&timeout=10000ms");
    }

    @Test
    void readsPointsWhereTheyBelongAndTellsGapsFromZero() throws Exception {
        long end = NOW.getEpochSecond();
        String body = answer(series("channel", "Firefox", "release", end - 120, "2.5", end, "1e-3") + ", "
                + series("channel", "Firefox", "beta", end - 60, "NaN", end, "4", end + 60, "9"));
        try (Traffic traffic = traffic(answering(200, body), LONG, Map.of())) {
            TrafficData data =
                    traffic.of(TrafficKind.CHANNEL, TrafficRange.HOUR).orElseThrow();
            int points = TrafficRange.HOUR.points();
            assertThat(data.times()).hasSize(points).endsWith(NOW.minusSeconds(60), NOW);
            assertThat(data.counted().subList(points - 3, points)).containsExactly(true, false, true);
            assertThat(data.series())
                    .extracting(one -> one.name() + " " + one.rates().subList(points - 3, points))
                    .containsExactly("release [2.5, 0.0, 0.001]", "beta [0.0, 0.0, 4.0]");
        }
    }

    @Test
    void manyPagesAskAsOftenAsOne() throws Exception {
        try (Traffic traffic = traffic(answering(200, NOTHING), LONG, Map.of())) {
            traffic.of(TrafficKind.RULE, TrafficRange.HOUR);
            time = NOW.plusSeconds(14);
            traffic.of(TrafficKind.RULE, TrafficRange.HOUR);
            assertThat(queries).hasSize(1);
            time = NOW.plusSeconds(15);
            traffic.of(TrafficKind.RULE, TrafficRange.HOUR);
            traffic.of(TrafficKind.RULE, TrafficRange.WEEK);
            assertThat(queries).hasSize(3);
        }
    }

    @Test
    void failuresAreAskedAboutAgainSoonAndGoAway() throws Exception {
        boolean[] fails = {true};
        URI url = serving(exchange -> {
            exchange.sendResponseHeaders(fails[0] ? 503 : 200, fails[0] ? -1 : NOTHING.length());
            if (!fails[0]) {
                exchange.getResponseBody().write(NOTHING.getBytes(UTF_8));
            }
        });
        try (Traffic traffic = traffic(url, LONG, Map.of())) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(TrafficUnavailableException.class)
                        .isThrownBy(() -> traffic.of(TrafficKind.RULE, TrafficRange.HOUR))
                        .withMessage("status 503");
            }
            assertThat(queries).hasSize(1);
            fails[0] = false;
            time = NOW.plusSeconds(5);
            assertThat(traffic.of(TrafficKind.RULE, TrafficRange.HOUR)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "null",
                "{}",
                "{\"status\": \"error\", \"data\": {\"resultType\": \"matrix\", \"result\": []}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": {}}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [{\"values\": [[1]]}]}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [{\"values\": [[1, \"x\"]]}]}}",
                "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [{\"values\": [[\"x\", \"1\"]]}]}}"
            })
    void refusesAnAnswerOfAnotherForm(String body) throws IOException {
        assertThat(problem(answering(200, body), LONG)).isEqualTo("its answer is not one of Prometheus");
    }

    @Test
    void saysWhyThereIsNoAnswer() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        assertThat(problem(URI.create("http://127.0.0.1:" + nobody), LONG)).isEqualTo("can't connect");
        assertThat(problem(URI.create("http://no-such-host.invalid"), LONG))
                .isEqualTo("the host name can't be resolved");
        assertThat(problem(answering(500, "{}"), LONG)).isEqualTo("status 500");
        assertThat(problem(answering(302, ""), LONG)).isEqualTo("status 302");
        assertThat(problem(answering(200, " ".repeat(9 << 20) + NOTHING), LONG))
                .isEqualTo("can't be asked: IOException");
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(problem(URI.create("http://127.0.0.1:" + silent.getLocalPort()), TIMEOUT))
                    .isEqualTo("no answer within 1 seconds");
        }
    }

    /** A body that never ends is limited by time as much as the head of a response. */
    @Test
    void aSlowBodyIsGivenUp() throws IOException {
        URI url = serving(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 100; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    Thread.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(problem(url, TIMEOUT)).isEqualTo("no answer within 1 seconds");
    }

    @Test
    void withoutConfigurationNobodyIsAsked() throws Exception {
        try (Traffic traffic = new Traffic(Optional.empty(), () -> time)) {
            assertThat(traffic.of(TrafficKind.RULE, TrafficRange.HOUR)).isEmpty();
        }
    }

    private static TrafficData data(TrafficSeries... series) {
        return new TrafficData(List.of(NOW.minusSeconds(60), NOW), List.of(false, true), List.of(series));
    }

    private static TrafficSeries constant(String product, String name, double rate) {
        return new TrafficSeries(product, name, List.of(0.0, rate));
    }

    private static String shown(TrafficShares shares) {
        return Arrays.asList(shares.series(), shares.others().map(List::of).orElse(List.of())).stream()
                .map(list -> list.stream()
                        .map(share -> share.product() + ":" + share.name() + " " + share.share() + " " + share.rates())
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" | "));
    }

    @Test
    void sharesAreThoseOfAllAnswersAndTheRestIsSummedUp() {
        TrafficData data = data(
                constant("Firefox", "release", 5),
                constant("Firefox", "beta", 1),
                constant("other", "other", 1),
                constant("Thunderbird", "release", 3),
                constant("Thunderbird", "beta", 0));
        assertThat(shown(TrafficShares.of(data, Optional.empty(), Optional.empty(), 2)))
                .isEqualTo("Firefox:release 0.5 [null, 5.0], Thunderbird:release 0.3 [null, 3.0] | : 0.2 [null, 2.0]");
        assertThat(shown(TrafficShares.of(data, Optional.empty(), Optional.empty(), 9)))
                .contains("Firefox:beta 0.1 [null, 1.0] | : 0.1 [null, 1.0]");
        assertThat(shown(TrafficShares.of(data, Optional.of("Thunderbird"), Optional.empty(), 2)))
                .isEqualTo("Thunderbird:release 1.0 [null, 3.0] | ");
        assertThat(shown(TrafficShares.of(data, Optional.empty(), Optional.of("beta"), 2)))
                .isEqualTo("Firefox:beta 0.1 [null, 1.0] | ");
        assertThat(TrafficShares.of(data, Optional.empty(), Optional.empty(), 2).rate())
                .isEqualTo(10);
        assertThat(shown(TrafficShares.of(data(), Optional.empty(), Optional.empty(), 2)))
                .isEqualTo(" | ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prometheus:9090",
                "ftp://prometheus",
                "http:///api",
                "http://user:secret@prometheus:9090",
                "http://prometheus:9090?x=1",
                "http://prometheus:9090#x"
            })
    void refusesOtherUrls(String url) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new PrometheusSettings(URI.create(url), Map.of()))
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesNamesThatAreNoLabels() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new PrometheusSettings(URI.create("http://p"), Map.of("a=\"b\"} or x", "c")));
    }
}
