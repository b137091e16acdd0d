// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.service.RawClient.RawAnswer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Timeout(60)
class HttpServiceTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T09:05:07.9Z"));
    private static final HttpSettings SETTINGS =
            HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(2);
    private static final Handler<HttpServerRequest> ECHO =
            request -> Answer.text(200, request.method() + " " + request.uri()).send(request);

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final ErrorReporter errors = (error, context) -> reported.add(error);

    private HttpService start(HttpSettings settings, Handler<HttpServerRequest> handler) throws IOException {
        return HttpService.start(settings, CLOCK, handler, errors);
    }

    @Test
    void keepsConnectionsOfHttp11Open() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            for (int i = 0; i < 3; i++) {
                RawAnswer answer =
                        client.request("GET /" + i + " HTTP/1.1\nHost: x").answer();
                assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(answer.body()).isEqualTo("GET /" + i);
                assertThat(answer.headers())
                        .containsEntry("date", "Sun, 01 Mar 2026 09:05:07 GMT")
                        .containsEntry("content-type", "text/plain; charset=utf-8")
                        .containsEntry("content-length", "6")
                        .doesNotContainKey("connection");
            }
            assertThat(service.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void closesWhenAsked() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer =
                    client.request("GET / HTTP/1.1\nHost: x\nConnection: close").answer();
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void speaksHttp10() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO)) {
            try (RawClient client = new RawClient(service.port())) {
                RawAnswer answer = client.request("GET /old HTTP/1.0").answer();
                assertThat(answer.statusLine()).startsWith("HTTP/1.0 200");
                assertThat(answer.body()).isEqualTo("GET /old");
                assertThat(client.untilClosed()).isEmpty();
            }
            try (RawClient client = new RawClient(service.port())) {
                for (int i = 0; i < 2; i++) {
                    RawAnswer answer = client.request("GET /old HTTP/1.0\nConnection: keep-alive")
                            .answer();
                    assertThat(answer.header("connection")).isEqualTo("keep-alive");
                }
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            client.send(requests.toString());
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().body()).isEqualTo("GET /" + i);
            }
        }
    }

    @Test
    void answersHeadWithTheHeadersOfGetAndNoBody() throws Exception {
        try (HttpService service = start(
                        SETTINGS, request -> Answer.text(200, "same length").send(request));
                RawClient client = new RawClient(service.port())) {
            RawAnswer get = client.request("GET /x HTTP/1.1\nHost: x").answer();
            RawAnswer head = client.request("HEAD /x HTTP/1.1\nHost: x").answerToHead();
            assertThat(head.headers()).isEqualTo(get.headers());
            assertThat(client.request("GET /x HTTP/1.1\nHost: x").answer().body())
                    .isEqualTo("same length");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/update/3/Firefox/%OS_VERSION%/a%2Fb/update.xml?force=1",
                "/100%",
                "/%zz?%",
                "//double//slash/../..",
                "/{x}|\"<>^`\\",
                "/caf\u00e9?q=\u00ff",
                "/x?a=1?avast=1#fragment",
                "*",
                "http://elsewhere/absolute",
                "no-slash"
            })
    void handsOverTheTargetAsItWasSent(String target) throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer =
                    client.request("GET " + target + " HTTP/1.1\nHost: x").answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body().getBytes(ISO_8859_1), UTF_8)).isEqualTo("GET " + target);
        }
    }

    @Test
    void refusesTooLongRequestLines() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.request("GET /" + "x".repeat(20_000) + " HTTP/1.1\nHost: x")
                    .answer();
            assertThat(answer.status()).isEqualTo(414);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void refusesTooLargeHeaders() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.request("GET / HTTP/1.1\nHost: x\nCookie: " + "x".repeat(40_000))
                    .answer();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer =
                    client.send("\u0016\u0003\u0001\u0002 tls?\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void refusesTooLargeBodies() throws Exception {
        try (HttpService service = start(SETTINGS.withMaxBodyBytes(100), ECHO)) {
            try (RawClient client = new RawClient(service.port())) {
                RawAnswer answer = client.request("POST / HTTP/1.1\nHost: x\nContent-Length: 101")
                        .answer();
                assertThat(answer.status()).isEqualTo(413);
                assertThat(client.untilClosed()).isEmpty();
            }
            try (RawClient client = new RawClient(service.port())) {
                client.request("POST / HTTP/1.1\nHost: x\nContent-Length: 100").send("x".repeat(100));
                assertThat(client.answer().body()).isEqualTo("POST /");
                assertThat(client.request("GET /next HTTP/1.1\nHost: x")
                                .answer()
                                .body())
                        .isEqualTo("GET /next");
            }
        }
    }

    @Test
    void refusesAllBodiesWhenTold() throws Exception {
        try (HttpService service = start(SETTINGS.withMaxBodyBytes(0), ECHO);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.request("POST / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked")
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void staysWithHttp1() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            client.request(
                    "GET /up HTTP/1.1\nHost: x\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABk");
            assertThat(client.answer().body()).isEqualTo("GET /up");
        }
    }

    @Test
    void reportsAnExceptionOnceAndAnswers500() throws Exception {
        IllegalStateException bug = new IllegalStateException("bug");
        try (HttpService service = start(SETTINGS, request -> {
                    request.response().putHeader("X-Half-Done", "yes");
                    throw bug;
                });
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.request("GET / HTTP/1.1\nHost: x").answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("Internal Server Error");
            assertThat(answer.headers()).doesNotContainKey("x-half-done").containsKey("date");
            assertThat(reported).containsExactly(bug);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n12"
            })
    void closesConnectionsOfSlowClients(String beginning) throws Exception {
        HttpSettings shortTimeout = SETTINGS.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(60));
        try (HttpService service = start(shortTimeout, request -> request.endHandler(end -> ECHO.handle(request)));
                RawClient client = new RawClient(service.port())) {
            client.send(beginning);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void closesIdleConnectionsEvenIfTheyTrickle() throws Exception {
        HttpSettings shortTimeout = SETTINGS.withTimeouts(Duration.ofSeconds(60), Duration.ofMillis(300));
        try (HttpService service = start(shortTimeout, ECHO);
                RawClient client = new RawClient(service.port())) {
            client.request("GET / HTTP/1.1\nHost: x").answer();
            client.send("GET / HT");
            assertThat(client.untilClosed()).isEmpty();
            Await.until("the connection is forgotten", () -> service.openConnections() == 0);
        }
    }

    @Test
    void closesConnectionsOverTheLimitAndCountsThem() throws Exception {
        try (HttpService service = start(SETTINGS.withMaxConnections(2), ECHO)) {
            try (RawClient first = new RawClient(service.port());
                    RawClient second = new RawClient(service.port())) {
                first.request("GET /1 HTTP/1.1\nHost: x").answer();
                second.request("GET /2 HTTP/1.1\nHost: x").answer();
                try (RawClient third = new RawClient(service.port())) {
                    assertThat(third.untilClosed()).isEmpty();
                }
                assertThat(service.refusedConnections()).isEqualTo(1);
                assertThat(first.request("GET /1 HTTP/1.1\nHost: x").answer().status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void finishesRequestsInFlightWhenItStops() throws Exception {
        CompletableFuture<Runnable> inFlight = new CompletableFuture<>();
        Handler<HttpServerRequest> slow = request -> {
            Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
            inFlight.complete(() -> eventLoop.runOnContext(go -> ECHO.handle(request)));
        };
        try (HttpService service = start(SETTINGS, slow);
                RawClient client = new RawClient(service.port());
                RawClient idle = new RawClient(service.port())) {
            int port = service.port();
            client.request("GET /slow HTTP/1.1\nHost: x");
            Runnable finish = inFlight.get(10, TimeUnit.SECONDS);
            // A connection that no event loop has accepted yet is reset when the listening socket closes.
            Await.until("both connections are accepted", () -> service.openConnections() == 2);
            Thread stopping = Thread.ofVirtual().start(() -> service.stop(Duration.ofSeconds(30)));

            assertThat(idle.untilClosed()).isEmpty();
            awaitRefusal(port);
            assertThat(stopping.isAlive()).isTrue();
            finish.run();

            RawAnswer answer = client.answer();
            assertThat(answer.body()).isEqualTo("GET /slow");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
            stopping.join();
        }
    }

    @Test
    void cutsOffRequestsThatTakeLongerThanTheGrace() throws Exception {
        CountDownLatch inFlight = new CountDownLatch(1);
        try (HttpService service = start(SETTINGS, request -> inFlight.countDown());
                RawClient client = new RawClient(service.port())) {
            client.request("GET /never HTTP/1.1\nHost: x");
            assertThat(inFlight.await(10, TimeUnit.SECONDS)).isTrue();
            service.stop(Duration.ofMillis(200));
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void saysWhyItCannotListen() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO)) {
            HttpSettings taken = HttpSettings.listeningOn("127.0.0.1", service.port());
            assertThatThrownBy(() -> start(taken, ECHO))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1 port " + service.port());
        }
    }

    @Test
    void namesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> HttpSettings.listeningOn("127.0.0.1", 70_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Port 70000 does not exist");
        assertThatThrownBy(() -> SETTINGS.withTimeouts(Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("request timeout");
    }

    @Test
    void usesNativePollingOnLinux() throws Exception {
        boolean expected = "Linux".equals(System.getProperty("os.name"))
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
        try (HttpService service = start(SETTINGS, ECHO)) {
            assertThat(service.nativeTransport()).isEqualTo(expected);
        }
    }

    private static void awaitRefusal(int port) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            try (RawClient client = new RawClient(port)) {
                client.untilClosed();
            } catch (ConnectException refused) {
                return;
            } catch (IOException closing) {
                // Accepted by the kernel before the listening socket was gone.
            }
        }
        throw new AssertionError("New connections are still accepted.");
    }
}
