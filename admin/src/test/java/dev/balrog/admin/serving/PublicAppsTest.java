// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.balrog.admin.serving.PublicAppStatus.Answered;
import dev.balrog.admin.serving.PublicAppStatus.Failed;
import dev.balrog.core.snapshot.SnapshotStatus;
import dev.balrog.core.snapshot.SnapshotStatus.Advance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicAppsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final List<HttpServer> servers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private Instant time = NOW;

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private URI answering(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        servers.add(server);
        server.createContext("/snapshot", exchange -> {
            asked.incrementAndGet();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return uri(server.getAddress().getPort());
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private List<PublicAppStatus> ask(URI... metrics) {
        try (PublicApps apps = new PublicApps(List.of(metrics), InstantSource.fixed(NOW))) {
            return apps.ask();
        }
    }

    private static String status(Duration ahead, long sequence) {
        Instant there = NOW.plus(ahead);
        return new SnapshotStatus(there, there, false, List.of(new Advance(sequence, there.minusSeconds(3))))
                .toJson()
                .toString();
    }

    @Test
    void timesOfAnAppAreThoseOfTheAskingClock() throws IOException {
        assertThat(ask(answering(200, status(Duration.ofMinutes(7), 12))))
                .singleElement()
                .isInstanceOfSatisfying(Answered.class, app -> {
                    assertThat(app.servedSince(12)).contains(NOW.minusSeconds(3));
                    assertThat(app.servedSince(13)).isEmpty();
                });
    }

    @Test
    void anAppThatFailsHidesNoOther() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            int nobody;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = free.getLocalPort();
            }
            List<PublicAppStatus> statuses = ask(
                    uri(silent.getLocalPort()),
                    answering(200, status(Duration.ZERO, 1)),
                    uri(nobody),
                    answering(503, ""),
                    answering(200, "{}"),
                    answering(200, "no JSON"),
                    answering(200, " ".repeat(100_000) + status(Duration.ZERO, 1)),
                    URI.create("http://no-such-host.invalid:9464"));
            assertThat(statuses).filteredOn(Answered.class::isInstance).hasSize(1);
            assertThat(statuses)
                    .filteredOn(Failed.class::isInstance)
                    .map(status -> ((Failed) status).problem())
                    .containsExactly(
                            "no answer within 2 seconds",
                            "can't connect",
                            "status 503",
                            "its answer is not the status of a snapshot",
                            "its answer is not the status of a snapshot",
                            "can't be asked: IOException",
                            "the host name can't be resolved");
        }
    }

    /** Many open pages ask as often as one. */
    @Test
    void answersAreUsedAgainForAMoment() throws IOException {
        URI app = answering(200, status(Duration.ZERO, 1));
        try (PublicApps apps = new PublicApps(List.of(app), () -> time)) {
            apps.ask();
            time = NOW.plusMillis(300);
            apps.ask();
            assertThat(asked).hasValue(1);
            time = NOW.plusMillis(900);
            apps.ask();
            assertThat(asked).hasValue(2);
        }
    }

    @Test
    void withoutConfigurationNobodyIsAsked() {
        try (PublicApps apps = new PublicApps(List.of(), InstantSource.system())) {
            assertThat(apps.isConfigured()).isFalse();
            assertThat(apps.ask()).isEmpty();
        }
    }
}
