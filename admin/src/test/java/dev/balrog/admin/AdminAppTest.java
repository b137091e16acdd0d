// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.admin.contract.Contract;
import dev.balrog.admin.contract.Operation;
import dev.balrog.admin.contract.ProblemException;
import dev.balrog.admin.contract.Reply;
import dev.balrog.service.Problem;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.TestDatabases;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(60)
class AdminAppTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] ADA = {"Authorization", "Bearer ada", "Content-Type", "application/json"};
    /** Long enough to be compressed. */
    private static final String LONG = "a rule is a rule is a rule ".repeat(200);

    @TempDir
    private Path directory;

    private TestAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = TestAdmin.start();
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void handsCallsToTheirHandlers() throws Exception {
        JsonNode call = json(admin.send("POST", "/api/rules/a%20b", "{\"data_version\": 1, \"comment\": \"ok\"}", ADA));
        assertThat(call).isEqualTo(JSON.readTree("""
                {"operation": "updateRule", "path": {"id_or_alias": "a b"}, "query": {}, "user": "ada",
                 "body": {"data_version": 1, "comment": "ok"}}"""));
        assertThat(json(admin.get("/rules?product=Fire+fox"))
                        .at("/query/product")
                        .asString())
                .isEqualTo("Fire fox");
        assertThat(admin.get("/rules").headers().firstValue("X-Data-Version")).hasValue("3");
    }

    @Test
    void asksWhoItIsWhereThatHasToBeKnown() throws Exception {
        assertThat(json(admin.get("/rules")).path("user").asString()).isEqualTo("null");
        HttpResponse<String> response = admin.get("/users");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).path("detail").asString()).isEqualTo("Who are you?");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"/rules/1, 400", "/v2/releases/a, 401"})
    void asksForTheUserBeforeOrAfterLookingAtTheRequest(String path, int status) throws Exception {
        assertThat(admin.send("PUT", path, "{}", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "GET,    /nothing,                    404, Not Found",
        "GET,    /rules/frodo/revisions,      404, Not Found",
        "PATCH,  /rules,                      405, Method Not Allowed",
        "DELETE, /rules/1,                    400, Bad Request",
        "POST,   /scheduled_changes/rules/1/signoffs, 415, Unsupported Media Type",
    })
    void saysWhatIsWrongInAProblemDocument(String method, String path, int status, String title) throws Exception {
        HttpResponse<String> response = admin.send(method, path, "{}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("title").asString()).isEqualTo(title);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    }

    @Test
    void saysWhichMethodsThereAre() throws Exception {
        assertThat(admin.send("PATCH", "/rules", "").headers().firstValue("Allow"))
                .hasValue("GET, HEAD, OPTIONS, POST");
        HttpResponse<String> response = admin.send("OPTIONS", "/rules", "", "Origin", "https://ui.example");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, POST");
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("OPTIONS, GET, POST, PUT, DELETE");
        assertThat(admin.send("OPTIONS", "/nothing", "").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        String body = "{\"role\": \"" + "a".repeat((int) TestAdmin.MAX_BODY_BYTES) + "\"}";
        assertThat(admin.send("POST", "/scheduled_changes/rules/1/signoffs", body, ADA)
                        .statusCode())
                .isEqualTo(413);
    }

    /** The body never comes, so whoever waits for it waits for ever. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"PUT /v2/releases/a, 401", "PUT /rules/1, 401", "PUT /nothing, 404", "PATCH /rules, 405"})
    void readsNoLargeBodyOfSomebodyUnknown(String request, int status) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
            String head =
                    request + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void asksToComeAgainWhenThereIsTooMuchToDo() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        DatabaseOptions shortTimeout =
                new DatabaseOptions(false, 2, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ZERO);
        try (Database database = new Database(TestDatabases.uri(TestDatabases.Kind.SQLITE, directory), shortTimeout);
                TestAdmin busy =
                        TestAdmin.with(Map.of("deleteRule", call -> database.write(sql -> Reply.empty(200))))) {
            Thread first = Thread.ofVirtual()
                    .start(() -> database.write(sql -> {
                        working.countDown();
                        await(enough);
                        return sql;
                    }));
            await(working);
            HttpResponse<String> response = busy.send("DELETE", "/rules/1?data_version=1", "", ADA);
            enough.countDown();
            first.join();
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(busy.reported()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rules", "/nothing", "/__lbheartbeat__", "/__version__", "/__heartbeat__"})
    void tellsBrowsersWhatTheyMayDo(String path) throws Exception {
        Map<String, List<String>> headers = admin.get(path).headers().map();
        assertThat(headers)
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("strict-transport-security", List.of("max-age=31536000;"))
                .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"))
                .containsEntry("access-control-allow-headers", List.of("Authorization, Content-Type"))
                .containsEntry("access-control-allow-origin", List.of("*"));
    }

    @Test
    void letsKnownOriginsIn() throws Exception {
        try (TestAdmin some = TestAdmin.forOrigins("https://ui.example", "https://other.example")) {
            assertThat(some.get("/rules", "Origin", "https://ui.example")
                            .headers()
                            .map())
                    .containsEntry("access-control-allow-origin", List.of("https://ui.example"))
                    .containsEntry("vary", List.of("Accept-Encoding, Origin"));
            assertThat(some.get("/rules", "Origin", "https://evil.example")
                            .headers()
                            .map())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void answersHealthChecks() throws Exception {
        assertThat(admin.get("/__heartbeat__").body()).isEqualTo("1");
        assertThat(admin.get("/__lbheartbeat__").body()).isEqualTo("OK!");
        assertThat(json(admin.get("/__version__")).has("version")).isTrue();
        assertThat(admin.get("/api/__heartbeat__").body()).isEqualTo("1");
        assertThat(admin.get("/api/__version__").body())
                .isEqualTo(admin.get("/__version__").body());
    }

    @Test
    void sendsNothingThatTheClientHas() throws Exception {
        HttpResponse<String> first = admin.get("/rules");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = admin.get("/rules", "If-None-Match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(admin.get("/rules?product=a", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        assertThat(admin.get("/nothing").headers().firstValue("ETag")).isEmpty();
        assertThat(admin.send("PUT", "/users/a/roles/b", "", ADA).headers().firstValue("ETag"))
                .as("of a change")
                .isEmpty();
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> head = admin.send("HEAD", "/rules", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length"))
                .hasValue(admin.get("/rules").body().length());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {"gzip | true", "br, gzip;q=0.5 | true", "GZIP | true", "gzip;q=0 | false", "identity | false"})
    void compressesForThoseWhoCanRead(String accepted, boolean compressed) throws Exception {
        Reply atOnce = Reply.json(LONG);
        Reply piecemeal = Reply.written(json -> json.writeString(LONG));
        for (Reply reply : List.of(atOnce, piecemeal)) {
            try (TestAdmin large = TestAdmin.with(Map.of("listRules", call -> reply))) {
                HttpResponse<byte[]> response = large.bytes(large.to("/rules", "Accept-Encoding", accepted));
                assertThat(response.headers().firstValue("Content-Encoding").isPresent())
                        .isEqualTo(compressed);
                assertThat(response.headers().firstValue("Vary")).hasValue("Accept-Encoding, Origin");
                assertThat(JSON.readTree(compressed ? unzipped(response.body()) : response.body())
                                .asString())
                        .isEqualTo(LONG);
            }
        }
    }

    @Test
    void sendsShortAnswersAsTheyAre() throws Exception {
        assertThat(admin.get("/rules", "Accept-Encoding", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        }
    }

    @Test
    void reportsWhatNobodyExpected() throws Exception {
        IllegalStateException bug = new IllegalStateException("bug");
        try (TestAdmin broken = TestAdmin.with(Map.of("createRule", call -> {
            throw bug;
        }))) {
            HttpResponse<String> response = broken.send(
                    "POST", "/rules", "{\"update_type\": \"minor\", \"backgroundRate\": 1, \"priority\": 1}", ADA);
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(json(response).path("title").asString()).isEqualTo("Internal Server Error");
            assertThat(broken.reported()).containsExactly(bug);
            assertThat(broken.contexts())
                    .containsExactly(
                            Map.of("method", "POST", "uri", "/rules", "operation", "createRule", "user", "ada"));
        }
    }

    @Test
    void passesOnWhatHandlersRefuse() throws Exception {
        Problem conflict = new Problem(400, "Bad Request", "OutdatedDataError", Map.of("exception", "Too late."));
        try (TestAdmin refusing = TestAdmin.with(Map.of("deleteRule", call -> {
            throw new ProblemException(conflict);
        }))) {
            HttpResponse<String> response =
                    refusing.send("DELETE", "/rules/1?data_version=1", "", "Authorization", "Bearer ada");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.body()).isEqualTo(new String(conflict.toJson(), UTF_8));
            assertThat(refusing.reported()).isEmpty();
        }
    }

    @Test
    void logsAndMeasuresRequestsByOperation() throws Exception {
        admin.send("PUT", "/users/a/roles/b", "", ADA);
        admin.get("/rules?access_token=secret");
        admin.get("/nothing");
        assertThat(admin.measurements())
                .contains("balrog_admin_requests_seconds_count{operation=\"grantRole\",status=\"2xx\"} 1")
                .contains("balrog_admin_requests_seconds_count{operation=\"listRules\",status=\"4xx\"} 1");
        List<JsonNode> lines = admin.logged().stream()
                .map(line -> JSON.readTree(line).path("Fields"))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst().path("user").asString()).isEqualTo("ada");
        assertThat(lines.getFirst().path("route").asString()).isEqualTo("grantRole");
        assertThat(lines.getFirst().path("status").asInt()).isEqualTo(200);
        assertThat(lines.get(1).path("query").asString()).doesNotContain("secret");
        assertThat(lines.get(2).has("route")).isFalse();
    }

    @Test
    void doesNotStartWithoutAHandlerForEachOperation() {
        assertThatThrownBy(() -> TestAdmin.with(Map.of("makeTea", call -> Reply.empty(418))))
                .hasMessageContaining("no operation for the handler of makeTea");
    }

    @Test
    void showsItsContract() throws Exception {
        assertThat(json(admin.get("/api-docs/openapi.json")).path("openapi").asString())
                .isEqualTo("3.1.0");
        assertThat(admin.get("/api-docs/openapi.yaml").body()).contains("operationId: createRule");
        HttpResponse<String> page = admin.get("/api-docs/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("swagger-ui-bundle.js");
        for (String file : List.of("swagger-ui-bundle.js", "swagger-ui.css", "start.js", "page.css")) {
            assertThat(admin.get("/api-docs/" + file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(admin.get("/api-docs").headers().firstValue("Location")).hasValue("/api-docs/");
    }

    /** Prometheus sees no increase of a counter whose first value is 1. */
    @Test
    void serverErrorsOfAllOperationsAreCountedFromTheStart() {
        String measured = admin.measurements();
        for (Operation operation : Contract.load().operations()) {
            assertThat(measured)
                    .contains("balrog_admin_requests_seconds_count{operation=\"" + operation.id()
                            + "\",status=\"5xx\"} 0");
        }
    }
}
