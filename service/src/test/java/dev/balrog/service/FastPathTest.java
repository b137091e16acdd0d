// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.decision.UpdateAnswer.Header;
import dev.balrog.service.RawClient.RawAnswer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(120)
class FastPathTest {
    private static final HttpSettings SETTINGS =
            HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1);
    private static final HeaderBlock COMMON = HeaderBlock.of(FixedHeaders.of("X-Common", "1"));
    private static final Handler<HttpServerRequest> GENERAL =
            request -> Answer.text(200, "general " + request.uri()).send(request);
    /** Responds a little later, as handlers do that wait for a signature. */
    private static final Handler<HttpServerRequest> SLOW = request -> {
        Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
                .execute(() -> eventLoop.runOnContext(_ -> GENERAL.handle(request)));
    };

    private final AtomicInteger answered = new AtomicInteger();

    private HttpService start(HttpSettings settings, Handler<HttpServerRequest> general) throws IOException {
        return start(settings, general, (request, remote) -> {
            if (!request.target().startsWith("/fast")) {
                return null;
            }
            answered.incrementAndGet();
            byte[] body = ("fast " + request.target()).getBytes(ISO_8859_1);
            return new SimpleResponse(200, COMMON, "text/plain", List.of(new Header("X-Own", "2")), body);
        });
    }

    private static HttpService start(HttpSettings settings, Handler<HttpServerRequest> general, FastPathHandler handler)
            throws IOException {
        return HttpService.start(
                settings,
                InstantSource.system(),
                general,
                (error, context) -> {
                    throw new AssertionError(error);
                },
                null,
                handler);
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void sendsWhatTheHandlerReturns() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL);
                RawClient client = new RawClient(service.port())) {
            RawAnswer answer = client.send(get("/fast")).answer();
            assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("fast /fast");
            assertThat(answer.headers())
                    .containsEntry("x-common", "1")
                    .containsEntry("x-own", "2")
                    .containsEntry("content-type", "text/plain")
                    .containsKey("date")
                    .doesNotContainKey("connection");
        }
    }

    @Test
    void keepsTheOrderOfPipelinedRequests() throws Exception {
        try (HttpService service = start(SETTINGS, SLOW);
                RawClient client = new RawClient(service.port())) {
            client.send(get("/fast1") + get("/2") + get("/fast3") + get("/fast4") + get("/5") + get("/fast6"));
            for (String body : List.of(
                    "fast /fast1", "general /2", "general /fast3", "general /fast4", "general /5", "general /fast6")) {
                assertThat(client.answer().body()).isEqualTo(body);
            }
            assertThat(client.send(get("/fast7")).answer().body()).isEqualTo("fast /fast7");
        }
    }

    @Test
    void answersAfterAHeadThatWasSplit() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL);
                RawClient client = new RawClient(service.port())) {
            client.send("GET /fast1 HTTP/1.1\r\nHo");
            Thread.sleep(50);
            client.send("st: x\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("general /fast1");
            assertThat(client.send(get("/fast2")).answer().body()).isEqualTo("fast /fast2");
        }
    }

    @Test
    void takesNoPartOfAHeadForARequest() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL);
                RawClient client = new RawClient(service.port())) {
            client.send("GET /1 HTTP/1.1\r\nX-Smuggled: ");
            Thread.sleep(50);
            client.send(get("/fast"));
            assertThat(client.answer().body()).isEqualTo("general /1");
            assertThat(answered.get()).isZero();
        }
    }

    @Test
    void closesTheConnectionWhenAskedAndReadsNothingFurther() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL);
                RawClient client = new RawClient(service.port())) {
            client.send("GET /fast1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + get("/fast2"));
            RawAnswer answer = client.answer();
            assertThat(answer.body()).isEqualTo("fast /fast1");
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
            assertThat(answered.get()).isEqualTo(1);
        }
    }

    @Test
    void leavesFailuresToTheGeneralPath() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL, (request, remote) -> {
                    throw new StackOverflowError();
                });
                RawClient client = new RawClient(service.port())) {
            assertThat(client.send(get("/fast")).answer().body()).isEqualTo("general /fast");
        }
    }

    @Test
    void readsNoFurtherRequestsWhileResponsesAreNotTaken() throws Exception {
        try (HttpService service = start(SETTINGS, GENERAL);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(2_048);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
            byte[] many = get("/fast" + "x".repeat(900)).repeat(100).getBytes(ISO_8859_1);
            Thread.ofVirtual().start(() -> {
                try {
                    OutputStream out = client.getOutputStream();
                    for (int i = 0; i < 20_000; i++) {
                        out.write(many);
                    }
                } catch (IOException closed) {
                    // At the end of the test.
                }
            });
            for (int before = -1; answered.get() != before; ) {
                before = answered.get();
                Thread.sleep(300);
            }
            int heldUp = answered.get();
            assertThat(heldUp).isBetween(1, service.nativeTransport() ? 1_000 : 20_000);
            client.getInputStream().skipNBytes(2_000_000);
            Await.until("further requests are read", () -> answered.get() > heldUp);
        }
    }

    @Test
    void closesIdleConnectionsOnly() throws Exception {
        HttpSettings shortIdle = SETTINGS.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(2));
        try (HttpService service = start(shortIdle, GENERAL);
                RawClient idle = new RawClient(service.port());
                RawClient active = new RawClient(service.port())) {
            idle.send(get("/fast")).answer();
            for (int i = 0; i < 20; i++) {
                assertThat(active.send(get("/fast")).answer().body()).isEqualTo("fast /fast");
                Thread.sleep(200);
            }
            assertThat(idle.untilClosed()).isEmpty();
            assertThat(service.openConnections()).isEqualTo(1);
        }
    }
}
