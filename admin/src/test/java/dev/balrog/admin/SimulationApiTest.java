// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.admin.traffic.CollectedTraffic;
import dev.balrog.core.traffic.NormalizedRequest;
import dev.balrog.core.traffic.RecordedTraffic;
import dev.balrog.core.traffic.TrafficCell;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
@Timeout(120)
class SimulationApiTest {
    private static final Schema REPORT = Explained.schema("SimulationReport");

    @TempDir
    private Path directory;

    private static HttpResponse<String> send(AdminOnDatabase admin, String body) throws Exception {
        return Explained.send(admin, "POST", "/v2/simulate", Explained.JSON.readTree(body.replace('\'', '"')));
    }

    private static JsonNode simulate(AdminOnDatabase admin, String body) throws Exception {
        ObjectNode stored = TestDatabases.state(admin.database());
        HttpResponse<String> response = send(admin, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestDatabases.state(admin.database())).isEqualTo(stored);
        JsonNode report = Explained.JSON.readTree(response.body());
        assertThat(REPORT.validate(report)).as("%s", report).isEmpty();
        return report;
    }

    private static List<String> effects(JsonNode report) {
        return report.path("effects")
                .valueStream()
                .map(effect -> effect.path("effect").asString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoIsAffected(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            JsonNode report =
                    simulate(admin, "{'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 1}}]}");

            assertThat(report.at("/sample/source").asString()).isEqualTo("synthetic");
            assertThat(report.path("harmful").asBoolean()).isTrue();
            assertThat(effects(report)).contains("stops");
            assertThat(report.at("/changed/share").asDouble()).isBetween(0.001, 0.999);
            JsonNode group = report.path("groups").get(0);
            assertThat(group.path("product").asString()).isEqualTo("Firefox");
            // The example is a URL that the explanation takes.
            String url = group.at("/examples/0/url").asString();
            JsonNode explained = Explained.explain(admin, url, false);
            assertThat(explained.path("release").asString())
                    .isEqualTo(group.at("/before/release").asString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void scheduledChangesAreNamedByNumber(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            HttpResponse<String> scheduled = Explained.send(
                    admin,
                    "POST",
                    "/scheduled_changes/rules",
                    Explained.JSON
                            .createObjectNode()
                            .put("change_type", "delete")
                            .put("rule_id", 1)
                            .put("data_version", 3)
                            .put("when", System.currentTimeMillis() + 3_600_000));
            assertThat(scheduled.statusCode()).as(scheduled.body()).isEqualTo(200);
            int id = Explained.JSON.readTree(scheduled.body()).path("sc_id").asInt();

            JsonNode byNumber = simulate(admin, "{'scheduled_changes': [{'kind': 'rule', 'sc_id': " + id + "}]}");
            JsonNode proposed =
                    simulate(admin, "{'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 1}}]}");

            assertThat(byNumber).isEqualTo(proposed);
        }
    }

    @Test
    void recordedRequestsCountByHowOftenTheyWereAsked() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            String beta =
                    "/update/3/Firefox/1.0/20240101000000/Linux/de/release/Linux/default/default/update.xml?force=1";
            String unknown = "https://aus.example/update/3/Unknown/1.0/20240101000000/Linux/de/release/Linux/default"
                    + "/default/update.xml";
            JsonNode report = simulate(admin, """
                    {'changes': [{'kind': 'emergency_shutoff', 'change_type': 'insert',
                                  'row': {'product': 'Firefox', 'channel': 'release'}}],
                     'requests': [{'url': '%s', 'count': 3}, {'url': '%s', 'count': 97}]}""".formatted(beta, unknown));

            assertThat(report.path("sample"))
                    .isEqualTo(
                            Explained.JSON.readTree("{\"source\": \"recorded\", \"requests\": 2, \"weight\": 100.0}"));
            assertThat(report.at("/changed/share").asDouble()).isEqualTo(0.03);
            assertThat(effects(report)).containsExactly("stops");
            assertThat(report.at("/groups/0/after/outcome").asString()).isEqualTo("shut_off");
            assertThat(report.at("/groups/0/examples/0/percentage").asInt()).isEqualTo(100);
        }
    }

    /** Sample of two public apps, of which one fails. */
    private static CollectedTraffic sample(int count) {
        String url = "/update/3/Firefox/1.0/20240101000000/Linux/%s/release/Linux/default/default/update.xml";
        return new CollectedTraffic(
                new RecordedTraffic(
                        2L * count,
                        10,
                        List.of(
                                new TrafficCell(new NormalizedRequest(url.formatted("de"), false), count),
                                new TrafficCell(
                                        new NormalizedRequest(
                                                url.formatted("de").replace("Firefox", "Unknown"), false),
                                        count / 2))),
                1,
                1,
                Instant.now().minusSeconds(90),
                Instant.now());
    }

    @ParameterizedTest
    @EnumSource
    void whatThePublicAppsHaveRecordedIsTheSampleByDefault(Kind kind) throws Exception {
        String change = "'changes': [{'kind': 'emergency_shutoff', 'change_type': 'insert',"
                + " 'row': {'product': 'Firefox', 'channel': 'release'}}]";
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            assertThat(send(admin, "{" + change + ", 'sample': 'traffic'}").statusCode())
                    .isEqualTo(404);
            admin.collects(sample(1_000));

            JsonNode report = simulate(admin, "{" + change + "}");
            assertThat(report.at("/sample/source").asString()).isEqualTo("traffic");
            assertThat(report.at("/sample/requests").asInt()).isEqualTo(2);
            assertThat(report.at("/sample/weight").asDouble()).isEqualTo(1_500);
            JsonNode traffic = report.at("/sample/traffic");
            assertThat(traffic.path("requests").asInt()).isEqualTo(2_000);
            assertThat(traffic.path("left_out").asDouble()).isEqualTo(0.25);
            assertThat(traffic.path("apps").asInt()).isEqualTo(1);
            assertThat(traffic.path("missing_apps").asInt()).isEqualTo(1);
            assertThat(traffic.path("age_seconds").asInt()).isBetween(90, 150);
            assertThat(report.at("/changed/share").asDouble()).isEqualTo(1_000 / 1_500.0);

            assertThat(source(admin, change + ", 'sample': 'synthetic'")).isEqualTo("synthetic");
            assertThat(source(admin, change + ", 'limit': 1000")).isEqualTo("synthetic");
            assertThat(source(admin, change + ", 'limit': 1000, 'sample': 'traffic'"))
                    .isEqualTo("traffic");
            String given = change + ", 'requests': [{'url': '/update/1/Firefox/1.0/1/Linux/de/release/update.xml'}]";
            assertThat(source(admin, given)).isEqualTo("recorded");
            assertThat(send(admin, "{" + given + ", 'sample': 'traffic'}").statusCode())
                    .isEqualTo(400);

            // Too few requests are used on demand only.
            admin.collects(sample(600));
            assertThat(source(admin, change)).isEqualTo("synthetic");
            assertThat(source(admin, change + ", 'sample': 'traffic'")).isEqualTo("traffic");
        }
    }

    private static String source(AdminOnDatabase admin, String body) throws Exception {
        return simulate(admin, "{" + body + "}").at("/sample/source").asString();
    }

    @Test
    void theCollectedSampleCanBeDownloaded() throws Exception {
        String target = "/v2/traffic_sample";
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            assertThat(admin.send("GET", target, "", List.of()).statusCode()).isEqualTo(401);
            assertThat(admin.send("GET", target, "", Explained.ADA).statusCode())
                    .isEqualTo(404);
            CollectedTraffic collected = sample(1_000);
            admin.collects(collected);

            HttpResponse<String> response = admin.send("GET", target, "", Explained.ADA);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(RecordedTraffic.read(response.body()
                            .lines()
                            .<JsonNode>map(Explained.JSON::readTree)
                            .iterator()))
                    .isEqualTo(collected.traffic());
        }
    }

    private static final String SHUT_OFF =
            "{\"changes\": [{\"kind\": \"emergency_shutoff\", \"change_type\": \"insert\","
                    + " \"row\": {\"product\": \"Firefox\", \"channel\": \"release\"}}]}";

    /** Sample whose simulation takes some seconds. */
    private static CollectedTraffic largeSample() {
        return new CollectedTraffic(
                new RecordedTraffic(
                        1_000_000_000,
                        10,
                        IntStream.range(0, 100_000)
                                .mapToObj(number -> new TrafficCell(
                                        new NormalizedRequest(
                                                "/update/3/Firefox/1." + number
                                                        + "/20240101000000/Linux/de/release/Linux/default/default/update.xml",
                                                false),
                                        1_000))
                                .toList()),
                1,
                0,
                Instant.now(),
                Instant.now());
    }

    /** Sends a request for a simulation, and leaves its response unread. */
    private static Socket open(AdminOnDatabase admin, String accept) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /v2/simulate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ada\r\nAccept: "
                                + accept
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + SHUT_OFF.length()
                                + "\r\n\r\n" + SHUT_OFF)
                        .getBytes(US_ASCII));
        return socket;
    }

    private static boolean isEvaluating() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("simulation-"));
    }

    private static void awaitEvaluating(boolean expected) throws InterruptedException {
        while (isEvaluating() != expected) {
            Thread.sleep(1);
        }
    }

    @Test
    void progressComesBeforeTheResultOnDemand() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            List<String> headers = new ArrayList<>(Explained.ADA);
            headers.addAll(List.of("Accept", "application/x-ndjson, application/json;q=0.5"));

            HttpResponse<String> response = admin.send("POST", "/v2/simulate", SHUT_OFF, headers);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/x-ndjson");
            List<JsonNode> lines = response.body()
                    .lines()
                    .<JsonNode>map(Explained.JSON::readTree)
                    .toList();
            JsonNode report = simulate(admin, SHUT_OFF);
            assertThat(lines.getLast().path("result")).isEqualTo(report);
            assertThat(lines).hasSizeGreaterThan(1);
            assertThat(lines.getFirst())
                    .isEqualTo(Explained.JSON.readTree("{\"progress\": {\"evaluated\": 0, \"requests\": "
                            + report.at("/sample/requests").asInt() + "}}"));

            // Nothing has begun: the problem has its status.
            HttpResponse<String> missing = admin.send(
                    "POST", "/v2/simulate", SHUT_OFF.replaceFirst("}$", ", \"sample\": \"traffic\"}"), headers);
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.headers().firstValue("Content-Type")).contains("application/json");
            HttpResponse<String> compared = admin.send(
                    "POST",
                    "/v2/compare_channels",
                    "{\"product\": \"Firefox\", \"from\": \"release\", \"to\": \"beta\"}",
                    headers);
            assertThat(compared.body().lines().reduce((_, last) -> last).orElseThrow())
                    .startsWith("{\"result\":{\"product\":\"Firefox\"");
        }
    }

    /** A client that disconnects ends the work, and others don't wait for it. */
    @Test
    void aClientThatDisconnectsCancelsItsSimulation() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            admin.collects(largeSample());
            try (Socket whole = open(admin, "application/json")) {
                awaitEvaluating(true);
                long start = System.nanoTime();
                awaitEvaluating(false);
                long wholeNanos = System.nanoTime() - start;
                assertThat(new String(whole.getInputStream().readNBytes(15), US_ASCII))
                        .isEqualTo("HTTP/1.1 200 OK");
                for (String accept : List.of("application/json", "application/x-ndjson")) {
                    Socket client = open(admin, accept);
                    awaitEvaluating(true);
                    start = System.nanoTime();
                    client.close();
                    awaitEvaluating(false);
                    assertThat(System.nanoTime() - start).as(accept).isLessThan(wholeNanos / 2);
                    // The only slot is free again.
                    admin.collects(null);
                    assertThat(send(admin, SHUT_OFF).statusCode()).isEqualTo(200);
                    admin.collects(largeSample());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; 400; no change to simulate",
                "{'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 999}}]}; 404; there is no",
                "{'changes': [{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'data_version': 1}}]}; 400; OutdatedDataError",
                "{'changes': [{'kind': 'rule', 'change_type': 'insert', 'row': {'product': 'Firefox'}}]}; 400; is missing",
                "{'changes': [{'kind': 'permission', 'change_type': 'insert', 'row': {}}]}; 400; kind",
                "{'changes': [{'kind': 'release', 'change_type': 'update', 'row': {'blob': {}}}]}; 400; name is missing",
                "{'scheduled_changes': [{'kind': 'rule', 'sc_id': 999}]}; 404; does not exist",
                "{'scheduled_changes': [{'kind': 'rule'}]}; 400; sc_id is missing",
                "{'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 1}}], 'requests': [{'url': '/tea'}]}; 400; not an update URL",
                "{'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 1}}], 'limit': 1000000}; 400; limit",
            })
    void rejectsWhatMakesNoSense(String body, int status, String detail) throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            HttpResponse<String> response = send(admin, body);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            assertThat(response.body()).contains(detail);
        }
    }

    @Test
    void needsALogin() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            assertThat(admin.send("POST", "/v2/simulate", "{}", List.of("Content-Type", "application/json"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }
}
