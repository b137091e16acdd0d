// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.TrafficCell;
import dev.balrog.service.Answer;
import dev.balrog.service.MetricsEndpoint;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The traffic sample that the public app hands out beside its metrics. */
class TrafficPageTest {
    private static final String BETA = SampleState.OFFERED_2_0.replace("/release/", "/beta/");
    private static final int FLOOD = 3000;

    @TempDir
    private Path directory;

    private TestApp start() throws Exception {
        return TestApp.start(
                TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), SampleState.STATE), SampleState.CONFIG);
    }

    private static RecordedTraffic sample(TestApp app) {
        Answer answer =
                Objects.requireNonNull(app.app().pages().get("/traffic")).get();
        assertThat(answer.status()).isEqualTo(200);
        return read(answer.body().toString());
    }

    private static RecordedTraffic read(String lines) {
        return RecordedTraffic.read(
                lines.lines().<JsonNode>map(TestApp.JSON::readTree).iterator());
    }

    @Test
    void hasTheUpdateRequestsOfAllConnections() throws Exception {
        try (TestApp app = start()) {
            for (int connections = 0; connections < 4; connections++) {
                try (HttpConnection connection = new HttpConnection(app.port())) {
                    for (int i = 0; i < 25; i++) {
                        connection.send("GET", SampleState.OFFERED_2_0 + "?force=1", Map.of("User-Agent", "Secret"));
                    }
                    for (int i = 0; i < 3; i++) {
                        connection.get(BETA);
                    }
                    connection.get(SampleState.OFFERED_2_0 + "?unknown=1");
                    connection.get(BETA.replace("/beta/", "/personal/"));
                    connection.get("/__lbheartbeat__");
                    connection.send("HEAD", BETA, Map.of());
                }
            }

            RecordedTraffic sample = sample(app);

            assertThat(sample.requests()).isEqualTo(4 * 29);
            assertThat(sample.cells().stream()
                            .collect(Collectors.toMap(
                                    cell -> cell.request().url().split("/", -1)[8], TrafficCell::count)))
                    .isEqualTo(Map.of("release", 100L, "beta", 12L));
            assertThat(sample.cells().getFirst().request().url()).endsWith("/update.xml?force=1");
            assertThat(sample(app)).as("asking changes nothing").isEqualTo(sample);
        }
    }

    @Test
    void aFloodOfDistinctRequestsIsCountedButNotListed() throws Exception {
        try (TestApp app = start();
                HttpConnection connection = new HttpConnection(app.port())) {
            for (int i = 0; i < FLOOD; i++) {
                connection.get("/update/1/p" + i + "/1.0/1/t/l/c/update.xml");
            }
            connection.get("/update/1/" + "p".repeat(2000) + "/1.0/1/t/l/c/update.xml");
            for (int i = 0; i < 10; i++) {
                connection.get(SampleState.OFFERED_2_0);
            }

            RecordedTraffic sample = sample(app);

            assertThat(sample.requests()).isEqualTo(FLOOD + 11);
            assertThat(sample.cells()).extracting(TrafficCell::count).containsExactly(10L);
        }
    }

    @Test
    void isServedOnThePortOfTheMetrics() throws Exception {
        try (TestApp app = start();
                HttpConnection connection = new HttpConnection(app.port());
                MetricsEndpoint endpoint = MetricsEndpoint.start(
                        "127.0.0.1",
                        0,
                        InstantSource.system(),
                        app.metrics(),
                        (error, context) -> {
                            throw new AssertionError(error);
                        },
                        app.app().pages());
                HttpClient client = HttpClient.newHttpClient()) {
            connection.get(SampleState.OFFERED_2_0);
            URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + "/traffic");

            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
            assertThat(read(response.body()).requests()).isEqualTo(1);
            assertThat(connection.get("/traffic").status())
                    .as("not for clients")
                    .isEqualTo(404);
        }
    }
}
