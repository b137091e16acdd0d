// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.RawClient.RawAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DockerflowEndpointsTest {

    private static final BuildInfo BUILD = new BuildInfo("1.2", "https://example.org/source", "abc");

    @TempDir
    Path directory;

    private static HttpService serve(Callable<String> check, Duration timeout, @Nullable Path versionFile)
            throws IOException {
        DockerflowEndpoints endpoints = new DockerflowEndpoints(check, timeout, versionFile, BUILD);
        return HttpService.start(
                HttpSettings.listeningOn("127.0.0.1", 0).withEventLoops(1),
                InstantSource.system(),
                request -> {
                    switch (request.uri()) {
                        case DockerflowEndpoints.HEARTBEAT -> endpoints.heartbeat(request);
                        case DockerflowEndpoints.LB_HEARTBEAT -> endpoints.lbHeartbeat(request);
                        case DockerflowEndpoints.VERSION -> endpoints.version(request);
                        default -> throw new AssertionError(request.uri());
                    }
                },
                (error, context) -> {
                    throw new AssertionError(error);
                });
    }

    private static RawAnswer get(HttpService service, String path) throws IOException {
        try (RawClient client = new RawClient(service.port())) {
            return client.request("GET " + path + " HTTP/1.1\nHost: x").answer();
        }
    }

    @Test
    void heartbeatSaysWhatTheCheckSays() throws Exception {
        try (HttpService service = serve(() -> "42", Duration.ofSeconds(10), null)) {
            RawAnswer answer = get(service, "/__heartbeat__");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("42");
            assertThat(answer.headers())
                    .containsEntry("cache-control", "public, max-age=60")
                    .containsEntry("content-type", "text/html; charset=utf-8");
        }
    }

    @Test
    void heartbeatFailsWithTheCheckAndRecovers() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Callable<String> check = () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IOException("no database");
            }
            return "fine";
        };
        try (HttpService service = serve(check, Duration.ofSeconds(10), null)) {
            RawAnswer answer = get(service, "/__heartbeat__");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).isEqualTo("Can't connect to the database.");
            assertThat(answer.header("cache-control")).isEqualTo("public, max-age=60");
            assertThat(get(service, "/__heartbeat__").body()).isEqualTo("fine");
        }
    }

    @Test
    void aHangingCheckTimesOutWithoutBlockingOrPilingUp() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Callable<String> check = () -> {
            calls.incrementAndGet();
            release.await();
            return "late";
        };
        try (HttpService service = serve(check, Duration.ofMillis(100), null);
                RawClient waiting = new RawClient(service.port())) {
            waiting.request("GET /__heartbeat__ HTTP/1.1\nHost: x");
            assertThat(get(service, "/__lbheartbeat__").status()).isEqualTo(200);
            assertThat(waiting.answer().status()).isEqualTo(502);
            assertThat(get(service, "/__heartbeat__").status()).isEqualTo(502);
            assertThat(calls).hasValue(1);
            release.countDown();
        }
    }

    @Test
    void loadBalancerHeartbeatIsUp() throws Exception {
        try (HttpService service = serve(() -> "", Duration.ofSeconds(1), null)) {
            RawAnswer answer = get(service, "/__lbheartbeat__");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("OK!");
            assertThat(answer.header("cache-control")).isEqualTo("no-cache");
        }
    }

    @Test
    void versionIsTheFilesContent() throws Exception {
        Path file = Files.writeString(directory.resolve("version.json"), "{\"version\": \"9\"}\n");
        try (HttpService service = serve(() -> "", Duration.ofSeconds(1), file)) {
            RawAnswer answer = get(service, "/__version__");
            assertThat(answer.body()).isEqualTo("{\"version\": \"9\"}\n");
            assertThat(answer.headers())
                    .containsEntry("cache-control", "no-cache")
                    .containsEntry("content-type", "application/json");
        }
    }

    @Test
    void versionWithoutAFileIsTheBuilds() throws Exception {
        try (HttpService service = serve(() -> "", Duration.ofSeconds(1), directory.resolve("missing.json"))) {
            assertThat(get(service, "/__version__").body())
                    .isEqualTo("{\"commit\":\"abc\",\"source\":\"https://example.org/source\",\"version\":\"1.2\"}");
        }
    }

    @Test
    void theBuildKnowsItsVersion() {
        assertThat(BuildInfo.current().version()).matches("\\d+\\..*");
    }
}
