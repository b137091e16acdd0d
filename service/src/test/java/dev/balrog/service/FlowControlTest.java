// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.RawClient.RawAnswer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@Timeout(120)
class FlowControlTest {

    private static final HttpSettings SETTINGS =
            HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1);
    private static final Handler<HttpServerRequest> ECHO =
            request -> Answer.text(200, request.method() + " " + request.uri()).send(request);

    private static HttpService start(HttpSettings settings, Handler<HttpServerRequest> handler) throws IOException {
        return HttpService.start(settings, InstantSource.system(), handler, (error, context) -> {
            throw new AssertionError(error);
        });
    }

    @Test
    void readsNoFurtherRequestsWhileResponsesAreNotTaken() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Buffer body = Buffer.buffer("x".repeat(1_000));
        try (HttpService service = start(SETTINGS, request -> {
                    handled.incrementAndGet();
                    Answer.send(request, request.response(), 200, body);
                });
                Socket client = reluctantReader(service.port())) {
            int sent = sendUntilHeldUp(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            // What the operating system buffers for both sides, and a little here.
            assertThat(handled.get()).isLessThan(service.nativeTransport() ? 1_000 : 20_000);
            Await.until("the gauge shows what waits", () -> unsent(service) > 0);
            assertThat(unsent(service)).isLessThan(512 * 1_024);

            int before = handled.get();
            InputStream in = client.getInputStream();
            in.skipNBytes(4_000_000);
            Await.until("it goes on when they are taken", () -> handled.get() > before);
            assertThat(sent).isPositive();
        }
    }

    @Test
    void answersThousandsOfPipelinedRequestsInOrder() throws Exception {
        int count = 5_000;
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < count; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            Thread sending = Thread.ofVirtual().start(() -> send(client, requests.toString()));
            for (int i = 0; i < count; i++) {
                assertThat(client.answer().body()).isEqualTo("GET /" + i);
            }
            sending.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 5_000})
    void findsRequestsHoweverTheyAreCutUp(int partBytes) throws Exception {
        String requests = "\r\nGET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
                + "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n{\n \"a\":\n 1}"
                + "POST /3 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                + "POST /4 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\n\n \n\r\n0\r\n\r\n"
                + "GET /5 HTTP/1.1\r\nHost: x\r\n\r\n";
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            for (int at = 0; at < requests.length(); at += partBytes) {
                client.send(requests.substring(at, Math.min(at + partBytes, requests.length())));
                if (partBytes < 50) {
                    Thread.sleep(1);
                }
            }
            for (String expected : new String[] {"GET /1", "POST /2", "POST /3", "POST /4", "GET /5"}) {
                assertThat(client.answer().body()).isEqualTo(expected);
            }
        }
    }

    @Test
    void keepsFewRequestsInFlightWhileOneIsWorkedOn() throws Exception {
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        try (HttpService service = start(SETTINGS, request -> {
                    Context eventLoop = Objects.requireNonNull(Vertx.currentContext());
                    waiting.add(() -> eventLoop.runOnContext(go -> ECHO.handle(request)));
                });
                Socket client = reluctantReader(service.port())) {
            sendUntilHeldUp(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            Await.until("a request is there", () -> !waiting.isEmpty());
            Await.until("others are held", () -> unsent(service) > 0);
            assertThat(unsent(service)).isLessThan(512 * 1_024);
            int handled = 0;
            while (handled < 3 * FlowControl.MAX_PIPELINED) {
                Runnable next = waiting.poll();
                if (next == null) {
                    Thread.sleep(1);
                } else {
                    next.run();
                    handled++;
                }
            }
        }
    }

    @Test
    void closesClientsThatTakeNoResponse() throws Exception {
        // Long enough for the honest client on a busy machine.
        HttpSettings shortTimeout = SETTINGS.withResponseTimeout(Duration.ofSeconds(3));
        try (HttpService service = start(
                        shortTimeout,
                        request -> Answer.send(request, request.response(), 200, Buffer.buffer(new byte[16 << 20])));
                Socket client = reluctantReader(service.port());
                RawClient honest = new RawClient(service.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            Await.until(
                    "it is closed",
                    () -> metric(service, "balrog_http_connections_closed_total{reason=\"response_timeout\"}") == 1);
            Await.until("only the honest one is left", () -> service.openConnections() == 1);
            assertThat(honest.request("GET / HTTP/1.1\nHost: x").answer().body())
                    .hasSize(16 << 20);
        }
    }

    @Test
    void closesClientsThatTakeAByteNowAndThen() throws Exception {
        HttpSettings shortTimeout = SETTINGS.withResponseTimeout(Duration.ofMillis(700));
        try (HttpService service = start(
                        shortTimeout,
                        request -> Answer.send(request, request.response(), 200, Buffer.buffer(new byte[16 << 20])));
                Socket client = reluctantReader(service.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (client.getInputStream().readNBytes(2_000).length > 0) {
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException closed) {
                    // As it should be.
                }
            });
            Await.until("it is closed", () -> service.openConnections() == 0);
            trickle.join();
        }
    }

    /** A body that is written as time passes, and faster than a client that takes nothing receives it. */
    private record Ticker(int bytes) implements BodyStream {
        @Override
        public void start(HttpServerRequest request) {
            Buffer part = Buffer.buffer("x".repeat(bytes));
            request.response().write(part);
            Objects.requireNonNull(Vertx.currentContext()).owner().setPeriodic(50, _ -> {
                if (!request.response().closed() && !request.response().writeQueueFull()) {
                    request.response().write(part);
                }
            });
        }

        @Override
        public void close() {}
    }

    private static Handler<HttpServerRequest> ticking(String mediaType, int bytes) {
        return request -> Answer.streamed(200, FixedHeaders.of("Content-Type", mediaType), new Ticker(bytes))
                .send(request);
    }

    @Test
    void letsEventsBeStreamedForAsLongAsTheyAreTaken() throws Exception {
        HttpSettings shortTimeout = SETTINGS.withResponseTimeout(Duration.ofMillis(500));
        try (HttpService service = start(shortTimeout, ticking("text/event-stream", 1));
                HttpService other = start(shortTimeout, ticking("text/plain", 1));
                RawClient events = new RawClient(service.port());
                RawClient text = new RawClient(other.port())) {
            events.request("GET / HTTP/1.0");
            text.request("GET / HTTP/1.0");
            Await.until("another stream is closed", () -> other.openConnections() == 0);
            Thread.sleep(1_500);
            assertThat(service.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void closesClientsThatTakeNoEvents() throws Exception {
        HttpSettings shortTimeout = SETTINGS.withResponseTimeout(Duration.ofMillis(500));
        try (HttpService service = start(shortTimeout, ticking("text/event-stream", 1 << 20));
                Socket client = reluctantReader(service.port())) {
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
            Await.until("it is connected", () -> service.openConnections() == 1);
            Await.until(
                    "it is closed",
                    () -> metric(service, "balrog_http_connections_closed_total{reason=\"response_timeout\"}") == 1);
        }
    }

    @Test
    void closesThoseThatHoldTheMostWhenAllHoldTooMuch() throws Exception {
        HttpSettings small = SETTINGS.withMaxUnsentBytes(100_000);
        Buffer body = Buffer.buffer(new byte[8_000]);
        try (HttpService service = start(small, request -> Answer.send(request, request.response(), 200, body));
                Socket first = reluctantReader(service.port());
                Socket second = reluctantReader(service.port());
                Socket third = reluctantReader(service.port())) {
            for (Socket client : new Socket[] {first, second, third}) {
                sendUntilHeldUp(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            Await.until(
                    "some are closed",
                    () -> metric(service, "balrog_http_connections_closed_total{reason=\"unsent_limit\"}") >= 1);
            Await.until("no more than the limit is left", () -> unsent(service) <= 100_000);
            assertThat(service.openConnections()).isPositive();
        }
    }

    @Test
    void sendsLargeBodiesUnchanged() throws Exception {
        byte[] bytes = new byte[5_000_001];
        new Random(1).nextBytes(bytes);
        Answer answer = new Answer(200, FixedHeaders.of("Content-Type", "x/y"), BodyWriter.shared(bytes));
        String expected = new String(bytes, ISO_8859_1);
        try (HttpService service = start(SETTINGS, answer::send);
                RawClient client = new RawClient(service.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
            for (int i = 0; i < 3; i++) {
                RawAnswer received = client.answer();
                assertThat(received.body().equals(expected)).isTrue();
            }
            assertThat(client.request("HEAD / HTTP/1.1\nHost: x").answerToHead().header("content-length"))
                    .isEqualTo("5000001");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\n",
                "GET / HTTP/1.1\nHost: x\nHost: x",
                "GET / HTTP/1.0\nHost: x\nhost: y",
                "GET / HTTP/1.1\nHost: x\nX-Folded: a\n b",
                "GET / HTTP/1.1\nHost: x\nX-Folded: a\n\tb",
                "GET / HTTP/1.1\n Host: x"
            })
    void rejectsRequestsThatHttpForbids(String head) throws Exception {
        AtomicInteger handled = new AtomicInteger();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (RequestLog log = new RequestLog(LogSettings.parse(null, "plain", "on"), lines, InstantSource.system());
                HttpService service = HttpService.start(
                        SETTINGS,
                        InstantSource.system(),
                        request -> {
                            handled.incrementAndGet();
                            ECHO.handle(request);
                        },
                        (error, context) -> {},
                        log);
                RawClient client = new RawClient(service.port())) {
            client.send(head.strip().replace("\n", "\r\n") + "\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
            RawAnswer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.untilClosed()).isEmpty();
            assertThat(handled).hasValue(0);
            assertThat(metric(service, "balrog_http_requests_rejected_total{status=\"400\"}"))
                    .isEqualTo(1);
            Await.until("it is logged", () -> lines.toString(UTF_8).contains(" GET / 400 "));
        }
    }

    @Test
    void takesHttp10WithoutHost() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            assertThat(client.request("GET /old HTTP/1.0").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void rejectsOtherVersions() throws Exception {
        try (HttpService service = start(SETTINGS, ECHO);
                RawClient client = new RawClient(service.port())) {
            assertThat(client.request("GET / HTTP/3.1\nHost: x").answer().status())
                    .isEqualTo(505);
            assertThat(metric(service, "balrog_http_requests_rejected_total{status=\"505\"}"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "414 GET /@ HTTP/1.1\r\nHost: x\r\n\r\n",
                "431 GET / HTTP/1.1\r\nHost: x\r\nCookie: @\r\n\r\n",
                "413 POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
                "400 \u0016\u0003\u0001\u0002\r\n\r\n"
            })
    void countsAndLogsWhatIsRejected(String statusAndRequest) throws Exception {
        String status = statusAndRequest.substring(0, 3);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (RequestLog log = new RequestLog(LogSettings.parse(null, "plain", "on"), lines, InstantSource.system());
                HttpService service =
                        HttpService.start(SETTINGS, InstantSource.system(), ECHO, (error, context) -> {}, log);
                RawClient client = new RawClient(service.port())) {
            client.send(statusAndRequest.substring(4).replace("@", "x".repeat(20_000)));
            assertThat(client.answer().status()).isEqualTo(Integer.parseInt(status));
            assertThat(metric(service, "balrog_http_requests_rejected_total{status=\"" + status + "\"}"))
                    .isEqualTo(1);
            Await.until("it is logged", () -> lines.toString(UTF_8).contains(" " + status + " "));
        }
    }

    private static Socket reluctantReader(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2_048);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Sends requests until nothing is taken for a while; returns how many bytes were. */
    private static int sendUntilHeldUp(Socket client, String request) throws InterruptedException {
        byte[] many = request.repeat(100).getBytes(ISO_8859_1);
        AtomicInteger sent = new AtomicInteger();
        Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < 20_000; i++) {
                    out.write(many);
                    sent.addAndGet(many.length);
                }
            } catch (IOException closed) {
                // At the end of the test.
            }
        });
        for (int before = -1; sent.get() != before; ) {
            before = sent.get();
            Thread.sleep(300);
        }
        return sent.get();
    }

    private static void send(RawClient client, String text) {
        try {
            client.send(text);
        } catch (SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new AssertionError("The connection was closed", e);
        }
    }

    private static double unsent(HttpService service) {
        return metric(service, "balrog_http_unsent_bytes");
    }

    private static double metric(HttpService service, String name) {
        try (ServerMetrics metrics = new ServerMetrics(null, BuildInfo.current())) {
            service.watch(metrics);
            return metrics.scrape()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
