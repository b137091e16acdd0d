// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.balrog.core.decision.Answers;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.fixture.Choice;
import dev.balrog.core.fixture.Property;
import dev.balrog.core.fixture.RandomRules;
import dev.balrog.core.fixture.RandomSnapshots;
import dev.balrog.core.fixture.TestScale;
import dev.balrog.core.request.UpdateUrl;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.signing.SigningSettings;
import dev.balrog.publicapp.traffic.TrafficRecorder;
import dev.balrog.service.BuildInfo;
import dev.balrog.service.HttpService;
import dev.balrog.service.HttpSettings;
import dev.balrog.service.LogSettings;
import dev.balrog.service.RequestLog;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.SimpleRequest;
import dev.balrog.service.SimpleResponse;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Compares the responses of a server with the fast path with those of one without it: to random
 * requests, simple ones and others, in bursts on the same connection, and cut into segments anywhere.
 */
@Tag("slow")
@Timeout(600)
class FastPathDifferentialTest {
    private static final int EXAMPLES = TestScale.of(6, 1_000);
    private static final int CONNECTIONS = TestScale.of(25, 100);
    private static final int MAX_REQUESTS = 12;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private static final String[] METHODS = {"GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "get"
    };
    private static final String[] VERSIONS = {"HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2"};
    /** Headers, of which most requests have none or one that leaves them simple. */
    private static final String[] HEADERS = {
        "Connection: keep-alive",
        "Connection: Keep-Alive",
        "User-Agent: Mozilla/5.0 (Macintosh; PPC)",
        "user-AGENT:Mozilla/5.0 Firefox/60.0 \t ",
        "User-Agent: caf\u00e9",
        "Accept: */*",
        "X-Forwarded-For: 192.0.2.1, 192.0.2.2",
        "Host: second",
        "Content-Length: 0",
        "Content-Length: 3",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
        "Upgrade: h2c",
        "X-Folded: a\r\n b",
        "X-Empty:",
        "Bad Name: x",
        "X-Space : x",
        "NoColon",
        "X-Null: a\0b",
        "X-Bare: a\rb",
        "Cookie: " + "x".repeat(5_000),
        "Cookie: " + "x".repeat(20_000),
    };

    private static final int CONNECTION_HEADERS = 2;
    private static final int SIMPLE_HEADERS = 6;

    private final Logger failures = (Logger) LoggerFactory.getLogger(AnswerFailures.class);
    private final LongAdder fast = new LongAdder();
    private long compared;

    @BeforeEach
    void silenceFailures() {
        failures.setLevel(Level.OFF);
    }

    @AfterEach
    void logFailures() {
        failures.setLevel(null);
    }

    @Test
    void responsesAreTheSameOnBothPaths() {
        Property.forAll(EXAMPLES, random -> {
            Choice choice = new Choice(random);
            Snapshot snapshot = RandomSnapshots.snapshot(choice);
            try (Side withFastPath = new Side(snapshot, true);
                    Side plain = new Side(snapshot, false)) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    String requests = requests(choice);
                    List<String> segments = segments(choice, requests);
                    assertThat(withFastPath.exchange(segments)).as(requests).isEqualTo(plain.exchange(segments));
                    compared++;
                }
                assertThat(withFastPath.counts()).isEqualTo(plain.counts());
                assertThat(withFastPath.traffic.sample(1)).isEqualTo(plain.traffic.sample(1));
            }
        });

        // Otherwise the examples would say nothing.
        assertThat(compared).isEqualTo((long) EXAMPLES * CONNECTIONS);
        assertThat(fast.sum()).isGreaterThan(compared);
    }

    /**
     * A burst of requests that keep the connection open, and one that ends it: what follows that may
     * be lost with the connection, on both paths.
     */
    private static String requests(Choice choice) {
        StringBuilder requests = new StringBuilder();
        for (int i = choice.below(MAX_REQUESTS); i > 0; i--) {
            String method = choice.percent(80) ? "GET" : choice.of(METHODS);
            requests.append(choice.percent(3) ? "\r\n" : "")
                    .append(request(choice, method, target(choice), "HTTP/1.1"));
            for (int header = choice.below(3); header > 0; header--) {
                requests.append(HEADERS[choice.below(SIMPLE_HEADERS)]).append("\r\n");
            }
            requests.append("\r\n");
        }
        if (choice.percent(85)) {
            requests.append(request(choice, "GET", target(choice), "HTTP/1.1"));
        } else {
            String target = choice.percent(10) ? "/update/" + "x".repeat(9_000) : target(choice);
            requests.append(request(choice, choice.of(METHODS), target, choice.of(VERSIONS)))
                    .append(HEADERS[CONNECTION_HEADERS + choice.below(HEADERS.length - CONNECTION_HEADERS)])
                    .append("\r\n");
        }
        return requests.append("Connection: close\r\n\r\n").toString();
    }

    private static String request(Choice choice, String method, String target, String version) {
        String host = choice.percent(97) ? "Host: localhost\r\n" : "Host: \r\n";
        return method + " " + target + " " + version + "\r\n" + host;
    }

    private static String target(Choice choice) {
        // Paths with empty segments are no update URLs.
        String target = UpdateUrl.target(Format.XML, RandomRules.request(choice).build())
                .replace("//", "/0/")
                .replace("//", "/0/");
        return switch (choice.below(30)) {
            case 0 -> "/" + target;
            case 1 -> "http://aus.example" + target;
            case 2 -> target.replace("/update/6/", "/update//6/");
            case 3 -> target + (target.contains("?") ? "&" : "?") + "unknown=1";
            case 4 -> target + (target.contains("?") ? "&" : "?") + "pin=";
            case 5 -> target + "\u00e9";
            case 6 -> "/json/1/Firefox/1.0/Linux/release/update.json";
            case 7 -> "/update/";
            case 8 -> "/unknown";
            default -> target;
        };
    }

    /** Cuts requests into the segments in which they are sent. */
    private static List<String> segments(Choice choice, String requests) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        for (int cuts = choice.below(4); cuts > 0; cuts--) {
            int end = start + choice.below(requests.length() - start);
            segments.add(requests.substring(start, end));
            start = end;
        }
        segments.add(requests.substring(start));
        return segments;
    }

    /** Server, with or without the fast path. */
    private final class Side implements AutoCloseable {
        private final ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current());
        private final TrafficRecorder traffic = new TrafficRecorder(1, new Random(1));
        private final HttpService http;

        Side(Snapshot snapshot, boolean withFastPath) throws IOException {
            PublicMetrics measured = new PublicMetrics(metrics, new AnswerFailures((error, context) -> {}));
            // Every client gets the same: the servers must not draw different samples.
            Decider decider = new Decider(() -> 42);
            PublicRoutes routes = new PublicRoutes(
                    () -> snapshot,
                    new UpdateAnswers(decider, new Answers(decider, RandomSnapshots.POLICY), measured),
                    ContentSigner.of(SigningSettings.of(Map.of()), CLOCK, new Random(1), measured::signing),
                    List.of(),
                    measured,
                    traffic);
            RequestLog log = new RequestLog(
                    new LogSettings(Level.INFO, LogSettings.Format.PLAIN, false), new ByteArrayOutputStream(), CLOCK);
            PublicHandler handler = new PublicHandler(
                    routes,
                    measured,
                    log,
                    (error, context) -> {
                        throw new AssertionError(error);
                    },
                    "public, max-age=90");
            HttpSettings settings =
                    HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1).withMaxBodyBytes(0);
            this.http = HttpService.start(
                    settings,
                    CLOCK,
                    handler,
                    (error, context) -> {
                        throw new AssertionError(error);
                    },
                    log,
                    withFastPath ? (request, remote) -> counted(handler, request, remote) : null);
        }

        private @Nullable SimpleResponse counted(PublicHandler handler, SimpleRequest request, SocketAddress remote) {
            SimpleResponse response = handler.answer(request, remote);
            if (response != null) {
                fast.increment();
            }
            return response;
        }

        /** Sends segments, and returns the responses with their headers sorted. */
        List<String> exchange(List<String> segments) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(20_000);
                for (String segment : segments) {
                    try {
                        socket.getOutputStream().write(segment.getBytes(ISO_8859_1));
                        socket.getOutputStream().flush();
                    } catch (IOException closedEarly) {
                        break;
                    }
                    if (segments.size() > 1) {
                        Thread.sleep(2);
                    }
                }
                return responses(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Splits what was received into responses, with sorted headers. No body contains a status line. */
        private static List<String> responses(String received) {
            List<String> responses = new ArrayList<>();
            for (String response : received.split("(?=HTTP/1.1 )", -1)) {
                int end = response.indexOf("\r\n\r\n");
                String[] lines = response.substring(0, Math.max(end, 0)).split("\r\n", -1);
                List<String> headers = Stream.of(lines)
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                                + line.substring(line.indexOf(':')))
                        .sorted()
                        .toList();
                responses.add(lines[0] + headers + response.substring(end + 4));
            }
            return responses;
        }

        /** The counters of outcomes. */
        List<String> counts() {
            return metrics.scrape()
                    .lines()
                    .filter(line -> line.startsWith("balrog_answers_total")
                            || line.startsWith("balrog_rule_answers_total")
                            || line.startsWith("balrog_responses_total"))
                    .sorted()
                    .toList();
        }

        @Override
        public void close() {
            http.close();
            traffic.close();
            metrics.close();
        }
    }
}
