// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.balrog.admin.traffic.TrafficCollector.Limits;
import dev.balrog.core.traffic.NormalizedRequest;
import dev.balrog.core.traffic.TrafficCell;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.ServerMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficCollectorTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Limits LIMITS =
            new Limits(Duration.ofMinutes(5), Duration.ofHours(24), Duration.ofMillis(500), 100_000, 3, 1_000_000);

    private final List<App> apps = new ArrayList<>();
    private Instant time = NOW;

    @AfterEach
    void stop() {
        apps.forEach(App::stop);
    }

    /** Public app with a sample; it serves what it is told to. */
    private static final class App {
        private final HttpServer server;
        private volatile int status = 200;
        private volatile String body = "";
        private final AtomicInteger asked = new AtomicInteger();

        App() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/traffic", exchange -> {
                asked.incrementAndGet();
                byte[] bytes = body.getBytes(UTF_8);
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        App answers(int newStatus, String... lines) {
            status = newStatus;
            body = Stream.of(lines).map(line -> line.replace('\'', '"') + "\n").reduce("", String::concat);
            return this;
        }

        void stop() {
            server.stop(0);
        }
    }

    private App app() throws IOException {
        App app = new App();
        apps.add(app);
        return app;
    }

    private TrafficCollector collector(Limits limits, URI... metrics) {
        return new TrafficCollector(List.of(metrics), limits, () -> time);
    }

    private static String header(long requests) {
        return "{'format':'balrog-traffic-sample','version':1,'requests':" + requests + ",'minimum':10}";
    }

    private static String cell(String locale, long count) {
        return "{'count':" + count + ",'url':'" + url(locale) + "'}";
    }

    private static String url(String locale) {
        return "/update/1/Firefox/1.0/1/Linux/" + locale + "/release/update.xml";
    }

    private static TrafficCell expected(String locale, long count) {
        return new TrafficCell(new NormalizedRequest(url(locale), false), count);
    }

    private static double measured(ServerMetrics metrics, String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void samplesOfAllAppsAreAddedUp() throws IOException {
        App one = app().answers(200, header(3_000), cell("de", 2_000), cell("fr", 500));
        App two = app().answers(200, header(2_000), cell("fr", 1_800), cell("it", 20));
        try (TrafficCollector collector = collector(LIMITS, one.uri(), two.uri())) {
            assertThat(collector.current()).isEmpty();

            collector.poll();

            CollectedTraffic sample = collector.current().orElseThrow();
            assertThat(sample.apps()).isEqualTo(2);
            assertThat(sample.missing()).isZero();
            assertThat(sample.isEnough()).isTrue();
            assertThat(sample.traffic().requests()).isEqualTo(5_000);
            assertThat(sample.traffic().minimum()).isEqualTo(10);
            assertThat(sample.traffic().cells())
                    .containsExactly(expected("fr", 2_300), expected("de", 2_000), expected("it", 20));

            // Before the interval has passed, nobody is asked again.
            time = NOW.plus(Duration.ofMinutes(4));
            collector.poll();
            assertThat(one.asked).hasValue(1);
            time = NOW.plus(Duration.ofMinutes(5));
            one.answers(200, header(4_000), cell("de", 4_000));
            collector.poll();
            assertThat(collector.current().orElseThrow().traffic().cells())
                    .containsExactly(expected("de", 4_000), expected("fr", 1_800), expected("it", 20));
        }
    }

    @Test
    void anAppThatFailsHidesNoOther() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String fine = cell("de", 2_000);
            URI[] metrics = {
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                app().answers(503).uri(),
                app().answers(200, "{}").uri(),
                app().answers(200, "no JSON").uri(),
                app().answers(200, header(10), "{'url':'/tea'}").uri(),
                app().answers(200, header(10), cell("de", 2_000_000_000_000L)).uri(),
                app().answers(200, header(10), fine, " ".repeat(100_000)).uri(),
                URI.create("http://no-such-host.invalid:9464"),
                // Recording is off: no failure.
                app().answers(404).uri(),
                app().answers(200, header(2_000), fine).uri()
            };
            try (TrafficCollector collector = collector(LIMITS, metrics);
                    ServerMetrics exported = new ServerMetrics(null, BuildInfo.current())) {
                collector.export(exported);
                assertThat(measured(exported, "balrog_traffic_sample_age_seconds"))
                        .isNaN();

                collector.poll();

                CollectedTraffic sample = collector.current().orElseThrow();
                assertThat(sample.traffic().cells()).containsExactly(expected("de", 2_000));
                assertThat(sample.apps()).isEqualTo(1);
                assertThat(sample.missing()).isEqualTo(9);
                time = NOW.plusSeconds(7);
                assertThat(measured(exported, "balrog_traffic_sample_age_seconds"))
                        .isEqualTo(7.0);
                assertThat(measured(exported, "balrog_traffic_sample_requests")).isEqualTo(2_000);
                assertThat(measured(exported, "balrog_traffic_sample_fetch_failures_total"))
                        .isEqualTo(8);
            }
        }
    }

    @Test
    void theLastSampleOfAnAppIsKeptForADay() throws IOException {
        App one = app().answers(200, header(2_000), cell("de", 2_000));
        App two = app().answers(200, header(2_000), cell("fr", 2_000));
        try (TrafficCollector collector = collector(LIMITS, one.uri(), two.uri())) {
            collector.poll();
            one.stop();

            time = NOW.plus(Duration.ofHours(24));
            collector.poll();

            CollectedTraffic kept = collector.current().orElseThrow();
            assertThat(kept.apps()).isEqualTo(2);
            assertThat(kept.oldest()).isEqualTo(NOW);
            assertThat(kept.newest()).isEqualTo(time);

            time = time.plusSeconds(1);
            collector.poll();
            assertThat(collector.current().orElseThrow().traffic().cells()).containsExactly(expected("fr", 2_000));
            assertThat(collector.current().orElseThrow().missing()).isEqualTo(1);
        }
    }

    @Test
    void theSampleBeforeARestartIsKeptUntilTheNewOneTellsEnough() throws IOException {
        App app = app().answers(200, header(5_000), cell("de", 5_000));
        try (TrafficCollector collector = collector(LIMITS, app.uri())) {
            collector.poll();
            app.answers(200, header(30), cell("fr", 20));
            time = NOW.plus(Duration.ofMinutes(5));
            collector.poll();
            assertThat(collector.current().orElseThrow().traffic().cells()).containsExactly(expected("de", 5_000));

            // With too few requests, the app is asked again soon.
            app.answers(200, header(1_000), cell("fr", 1_000));
            time = time.plus(TrafficCollector.INTERVAL);
            collector.poll();
            assertThat(collector.current().orElseThrow().traffic().cells()).containsExactly(expected("fr", 1_000));
        }
    }

    /** Each app has an equal part of the memory, and what does not fit is the least frequent. */
    @Test
    void memoryIsBounded() throws IOException {
        Limits small = new Limits(
                LIMITS.fetchInterval(), LIMITS.maxAge(), LIMITS.timeout(), LIMITS.maxResponseBytes(), 2, 1_000);
        String[] many = Stream.concat(
                        Stream.of(header(10_000)),
                        Stream.iterate(100, count -> count - 1).limit(50).map(count -> cell("l" + count, count)))
                .toArray(String[]::new);
        App one = app().answers(200, many);
        App two = app().answers(200, many);
        App three = app().answers(503);
        try (TrafficCollector collector = collector(small, one.uri(), two.uri(), three.uri())) {
            collector.poll();
            // A cell takes a little more than 200 bytes.
            assertThat(collector.current().orElseThrow().traffic().cells())
                    .containsExactly(expected("l100", 200), expected("l99", 198));
            assertThat(collector.current().orElseThrow().traffic().requests()).isEqualTo(20_000);

            // A third sample displaces the oldest one.
            three.answers(200, many);
            one.answers(503);
            time = NOW.plusSeconds(30);
            two.answers(200, header(10_000), cell("de", 10_000));
            collector.poll();
            assertThat(collector.current().orElseThrow().apps()).isEqualTo(2);
        }
    }
}
