// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.admin.contract.Handler;
import dev.balrog.admin.contract.Reply;
import dev.balrog.admin.contract.Reply.MediaType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(120)
class AnonymousBulkheadTest {

    @Test
    void holdsUpNobodyWhoHasLoggedIn() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger statuses = new AtomicInteger();
        AtomicInteger rejected = new AtomicInteger();
        Handler blocked = call -> {
            if (call.user() == null) {
                gate.await();
            }
            return Reply.text(200, MediaType.PLAIN, "released");
        };
        try (TestAdmin admin = TestAdmin.with(Map.of("getRelease", blocked))) {
            List<Thread> strangers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                strangers.add(Thread.ofVirtual().start(() -> {
                    try {
                        int status = admin.get("/releases/a").statusCode();
                        statuses.incrementAndGet();
                        if (status == 503) {
                            rejected.incrementAndGet();
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            awaitUntil(() -> rejected.get() >= 100 - 64 - 8);
            assertThat(admin.get("/releases/a", "Authorization", "Bearer bob").statusCode())
                    .isEqualTo(200);

            gate.countDown();
            for (Thread stranger : strangers) {
                stranger.join();
            }
            assertThat(statuses).hasValue(100);
            assertThat(metric(admin, "balrog_anonymous_requests_rejected_total"))
                    .isEqualTo(rejected.get());
            assertThat(admin.get("/releases/a").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void responsesToStrangersHaveABudget() throws Exception {
        byte[] large = new byte[(int) Math.min(Runtime.getRuntime().maxMemory() / 40, 500_000_000)];
        List<Socket> slow = new ArrayList<>();
        try (TestAdmin admin = TestAdmin.with(Map.of("getRelease", call -> Reply.of(200, MediaType.PLAIN, large)))) {
            String status = "";
            for (int i = 0; i < 20 && !status.contains(" 503 "); i++) {
                Socket socket = new Socket();
                slow.add(socket);
                socket.setReceiveBufferSize(2_048);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.port()));
                socket.getOutputStream().write("GET /releases/a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
                status = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine();
            }
            assertThat(status).contains(" 503 ");
            assertThat(metric(admin, "balrog_anonymous_bytes"))
                    .isPositive()
                    .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 10.0);
            for (Socket socket : slow) {
                socket.close();
            }
            awaitUntil(() -> metric(admin, "balrog_anonymous_bytes") == 0);
        }
    }

    private static double metric(TestAdmin admin, String name) {
        return admin.measurements()
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
