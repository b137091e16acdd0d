// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.publicapp.ApiBulkhead.Limits;
import dev.balrog.publicapp.ApiBulkhead.SharedAnswer;
import dev.balrog.service.ConcurrencyLimiter;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

@Timeout(120)
class ApiBulkheadTest {
    private static final Limits LIMITS =
            new Limits(new ConcurrencyLimiter.Limits(1, 2, Duration.ofSeconds(60)), 100, 1_000);

    private final ApiBulkhead bulkhead = new ApiBulkhead(LIMITS);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger queries = new AtomicInteger();

    private PublicAnswer slowly(String body) {
        queries.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return PublicAnswer.of(200, PublicAnswer.TEXT, body);
    }

    private static SharedAnswer await(Reply reply) throws Exception {
        assertThat(reply).isInstanceOf(Reply.Shared.class);
        return ((Reply.Shared) reply).answer().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void equalRequestsShareOneQueryAndOneBody() throws Exception {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            replies.add(bulkhead.answer("a", () -> slowly("x".repeat(600))));
        }
        gate.countDown();
        for (Reply reply : replies) {
            assertThat(bulkhead.share(await(reply))).isTrue();
        }
        assertThat(queries).hasValue(1);

        SharedAnswer later = await(bulkhead.answer("a", () -> slowly("x".repeat(600))));
        assertThat(queries).hasValue(2);
        assertThat(bulkhead.share(later)).isTrue();
        assertThat(bulkhead.bytes()).isEqualTo(600);
    }

    @Test
    void bodiesHaveABudget() throws Exception {
        gate.countDown();
        SharedAnswer first = await(bulkhead.answer("a", () -> slowly("a".repeat(600))));
        SharedAnswer second = await(bulkhead.answer("b", () -> slowly("b".repeat(600))));

        assertThat(bulkhead.share(first)).isTrue();
        assertThat(bulkhead.share(second)).isFalse();
        bulkhead.leave(first);
        assertThat(bulkhead.bytes()).isZero();
        assertThat(bulkhead.share(second)).isTrue();
        SharedAnswer changed = await(bulkhead.answer("b", () -> slowly("c".repeat(100))));
        assertThat(changed.body().toString()).startsWith("c");
    }

    @Test
    void aBodyThatIsLargerThanTheBudgetIsSentAlone() throws Exception {
        gate.countDown();
        SharedAnswer large = await(bulkhead.answer("a", () -> slowly("a".repeat(5_000))));

        assertThat(bulkhead.share(large)).isTrue();
    }

    @Test
    void queriesThatMayNotEvenWaitAreToldToComeAgain() throws Exception {
        Reply running = bulkhead.answer("0", () -> slowly("0"));
        awaitUntil(() -> queries.get() == 1);
        List<Reply> others = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String name = Integer.toString(i);
            others.add(bulkhead.answer(name, () -> slowly(name)));
        }
        awaitUntil(() -> bulkhead.rejected() == 3);
        gate.countDown();

        assertThat(await(running).head().status()).isEqualTo(200);
        List<PublicAnswer> heads = new ArrayList<>();
        for (Reply reply : others) {
            heads.add(await(reply).head());
        }
        assertThat(heads).filteredOn(head -> head.status() == 200).hasSize(2);
        assertThat(heads)
                .filteredOn(head -> head.status() == 503)
                .hasSize(3)
                .allSatisfy(head -> assertThat(head.headers().toString())
                        .contains("Retry-After")
                        .contains("no-store"));
    }

    @Test
    void requestsBeyondTheLimitAreToldToComeAgain() throws Exception {
        gate.countDown();
        Supplier<Reply> ask = () -> bulkhead.answer("a", () -> slowly("a"));
        for (int i = 0; i < 100; i++) {
            await(ask.get());
        }
        assertThat(ask.get())
                .isInstanceOfSatisfying(
                        Reply.Now.class,
                        now -> assertThat(now.answer().status()).isEqualTo(503));
        bulkhead.done();
        assertThat(ask.get()).isInstanceOf(Reply.Shared.class);
    }

    @Test
    void aFailedQueryFailsForThoseWhoWaitAndIsForgotten() throws Exception {
        Reply failed = bulkhead.answer("a", () -> {
            throw new IllegalStateException("bug");
        });
        assertThat(((Reply.Shared) failed).answer().toCompletableFuture()).failsWithin(Duration.ofSeconds(60));
        gate.countDown();
        assertThat(await(bulkhead.answer("a", () -> slowly("a"))).head().status())
                .isEqualTo(200);
    }

    @Test
    void slowReadersOfALargeReleaseShareOneBodyAndHoldUpNobody(@TempDir Path directory) throws Exception {
        ObjectNode state = (ObjectNode) SampleState.STATE.deepCopy();
        ((ObjectNode) state.get("releases").get(0).get("data")).put("detailsUrl", "x".repeat(4_000_000));
        List<Socket> slow = new ArrayList<>();
        try (TestApp app = TestApp.start(
                        TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), state), SampleState.CONFIG);
                HttpConnection honest = new HttpConnection(app.port())) {
            for (int i = 0; i < 40; i++) {
                slow.add(slowReader(app.port(), "/api/v1/releases/Firefox-2.0?pretty=" + (i + 2)));
            }
            awaitUntil(() -> metric(app, "balrog_api_requests_in_flight") == 40);
            awaitUntil(() -> metric(app, "balrog_api_bytes") > 4_000_000);
            assertThat(metric(app, "balrog_api_bytes")).isLessThan(4_100_000);
            assertThat(honest.get(SampleState.OFFERED_2_0).status()).isEqualTo(200);
            assertThat(honest.get("/api/v1/releases/Firefox-2.0").body()).hasSizeGreaterThan(4_000_000);
            for (Socket socket : slow) {
                socket.close();
            }
            awaitUntil(() -> metric(app, "balrog_api_requests_in_flight") == 0);
            awaitUntil(() -> metric(app, "balrog_api_bytes") == 0);
        }
    }

    private static Socket slowReader(int port, String target) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2_048);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1));
        return socket;
    }

    private static double metric(TestApp app, String name) {
        return app.measurements()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }
}
