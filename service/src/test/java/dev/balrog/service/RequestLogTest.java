// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.balrog.service.LogSettings.Format;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class RequestLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T09:05:07.123Z"));
    private static final HttpSettings SETTINGS =
            HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1);

    /** Sends requests to a server that logs each of them so many times, and closes the log. */
    private static void request(RequestLog log, int times, String... heads) throws Exception {
        ErrorReporter errors = (error, context) -> {
            throw new AssertionError(error);
        };
        try (HttpService service = HttpService.start(
                        SETTINGS,
                        CLOCK,
                        request -> {
                            for (int i = 0; i < times; i++) {
                                log.log(request, 200, 888, 1_500_000);
                            }
                            Answer.text(200, "").send(request);
                        },
                        errors);
                RawClient client = new RawClient(service.port())) {
            for (String head : heads) {
                assertThat(client.request(head).answer().status()).isEqualTo(200);
            }
        }
    }

    private static RequestLog log(Format format, boolean enabled, OutputStream out) {
        return new RequestLog(new LogSettings(Level.INFO, format, enabled), out, CLOCK);
    }

    @Test
    void writesAJsonLinePerRequest() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RequestLog log = log(Format.MOZLOG, true, out)) {
            request(
                    log,
                    1,
                    "GET /update/3/%OS_VERSION%/update.xml?force=1 HTTP/1.1\nHost: x\nUser-Agent: Fire\"fox\\n\nX-Forwarded-For: 192.0.2.1",
                    "GET / HTTP/1.1\nHost: x");
        }
        List<JsonNode> lines =
                out.toString(UTF_8).lines().map(new JsonMapper()::readTree).toList();
        assertThat(lines).hasSize(2);
        JsonNode first = lines.getFirst();
        assertThat(first.get("Type").asString()).isEqualTo("request");
        assertThat(first.get("Timestamp").asLong()).isEqualTo(CLOCK.millis() * 1_000_000);
        assertThat(first.get("Fields")).isEqualTo(new JsonMapper().readTree("""
                                {"method": "GET", "path": "/update/3/%OS_VERSION%/update.xml", "query": "force=1",
                                 "status": 200, "duration": 0.0015, "bytes": 888, "agent": "Fire\\"fox\\\\n",
                                 "remote": "127.0.0.1", "forwarded_for": "192.0.2.1"}
                                """));
        assertThat(lines.get(1).get("Fields").get("agent").isNull()).isTrue();
    }

    @Test
    void writesPlainLinesWithoutWhatCouldForgeOthers() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RequestLog log = log(Format.PLAIN, true, out)) {
            request(log, 1, "GET /a\u0085b HTTP/1.1\nHost: x\nUser-Agent: fox");
        }
        assertThat(out.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .endsWith(" GET /a?b 200 888 bytes 1.500 ms 127.0.0.1 \"fox\"");
    }

    @Test
    void writesNothingWhenOff() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RequestLog log = log(Format.MOZLOG, false, out)) {
            request(log, 1, "GET / HTTP/1.1\nHost: x");
        }
        assertThat(out.size()).isZero();
    }

    @Test
    void dropsAndCountsRatherThanWaits() throws Exception {
        CountDownLatch unstuck = new CountDownLatch(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                try {
                    unstuck.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                super.write(bytes, offset, length);
            }
        };
        int logged = 50_000;
        RequestLog log = log(Format.MOZLOG, true, out);
        try (log) {
            request(log, logged, "GET / HTTP/1.1\nHost: x");
            assertThat(log.dropped()).isPositive();
            unstuck.countDown();
        }
        assertThat(out.toString(UTF_8).lines().count() + log.dropped()).isEqualTo(logged);
    }

    @Test
    void writesRouteAndUserWhereTheyAreKnown() throws Exception {
        for (Format format : Format.values()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ErrorReporter errors = (error, context) -> {
                throw new AssertionError(error);
            };
            try (RequestLog log = log(format, true, out);
                    HttpService service = HttpService.start(
                            SETTINGS,
                            CLOCK,
                            request -> {
                                log.log(request, 200, 1, 1, "listRules", "ada");
                                Answer.text(200, "").send(request);
                            },
                            errors);
                    RawClient client = new RawClient(service.port())) {
                client.request("GET /rules?access_token=abc.def HTTP/1.1\nHost: x")
                        .answer();
                // Finding 19g: escapes in the name of the parameter kept the token in the log.
                client.request("GET /rules?a=1&access_%74oken=abc.def HTTP/1.1\nHost: x")
                        .answer();
                client.request("GET /rules?%61ccess%5Ftoken=abc.def&b=2 HTTP/1.1\nHost: x")
                        .answer();
            }
            String line = out.toString(UTF_8);
            assertThat(line).contains("listRules", "ada").doesNotContain("abc.def");
        }
    }
}
