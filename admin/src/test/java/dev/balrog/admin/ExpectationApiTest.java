// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
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
class ExpectationApiTest {
    private static final Schema REPORT = Explained.schema("ExpectationReport");
    private static final String URL =
            "/update/3/Firefox/1.0/20240101000000/Linux/de/release/Linux/default/default/update.xml?force=1";
    private static final String SHUTOFF =
            "{'kind': 'emergency_shutoff', 'change_type': 'insert', 'row': {'product': 'Firefox', 'channel': 'release'}}";

    @TempDir
    private Path directory;

    private static HttpResponse<String> send(AdminOnDatabase admin, String body) throws Exception {
        return Explained.send(
                admin, "POST", "/v2/expectations/check", Explained.JSON.readTree(body.replace('\'', '"')));
    }

    private static JsonNode check(AdminOnDatabase admin, String changes) throws Exception {
        ObjectNode stored = TestDatabases.state(admin.database());
        HttpResponse<String> response = send(admin, """
                {'expectations': [
                   {'name': 'served', 'description': 'Why.', 'requests': [{'url': '%1$s'}], 'expect': {'update': 'any'}},
                   {'name': 'stopped', 'requests': [{'url': '%1$s'}], 'expect': {'update': 'none'}},
                   {'name': 'wrong', 'requests': [{'url': '%1$s'}], 'expect': {'release': 'Unknown'}}],
                 'changes': [%2$s]}""".formatted(URL, changes));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestDatabases.state(admin.database())).isEqualTo(stored);
        JsonNode report = Explained.JSON.readTree(response.body());
        assertThat(REPORT.validate(report)).as("%s", report).isEmpty();
        return report;
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatAChangeBreaks(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            JsonNode report = check(admin, SHUTOFF);

            // What is broken already, and what the change repairs, is no reason against it.
            assertThat(report.path("broken")).isEqualTo(Explained.JSON.readTree("[\"served\"]"));
            JsonNode served = report.at("/expectations/0");
            assertThat(served.path("description").asString()).isEqualTo("Why.");
            assertThat(served.path("expected").asString()).isEqualTo("an update");
            assertThat(served.at("/before/held").asBoolean()).isTrue();
            assertThat(served.at("/after/examples/0/actual").asString()).isEqualTo("no update (shut_off)");
            assertThat(report.at("/expectations/1/before/held").asBoolean()).isFalse();
            assertThat(report.at("/expectations/1/before/examples/0/rule").isNumber())
                    .isTrue();
            assertThat(report.at("/expectations/1/after/held").asBoolean()).isTrue();
            // The example is a URL that the explanation takes.
            Explained.explain(admin, served.at("/after/examples/0/url").asString(), false);
        }
    }

    @Test
    void withoutChangesBothSidesAreTheSame() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            JsonNode report = check(admin, "");

            assertThat(report.path("broken").isEmpty()).isTrue();
            assertThat(report.path("expectations"))
                    .allSatisfy(checked -> assertThat(checked.path("after")).isEqualTo(checked.path("before")));
            assertThat(report.at("/expectations/1/after/broken_requests").asInt())
                    .isOne();
        }
    }

    private static final String STORED = "/v2/expectations/served";
    private static final Schema SHAPE = Explained.schema("StoredExpectation");
    private static final String NEW_RULE =
            "{'product': 'Firefox', 'channel': 'release', 'priority': 9999, 'backgroundRate': 100, 'update_type': 'minor', 'mapping': 'Firefox-1.5'}";

    private static HttpResponse<String> put(AdminOnDatabase admin, String expect, String version) throws Exception {
        return send(admin, "PUT", STORED, """
                {'expectation': {'name': 'served', 'description': 'Why.', 'requests': [{'url': '%s'}], 'expect': %s},
                 'old_data_version': %s}""".formatted(URL, expect, version));
    }

    private static HttpResponse<String> send(AdminOnDatabase admin, String method, String target, String body)
            throws Exception {
        return Explained.send(admin, method, target, Explained.JSON.readTree(body.replace('\'', '"')));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStoredIsGuarded(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            assertThat(put(admin, "{'update': 'none'}", "null").statusCode()).isEqualTo(201);
            assertThat(put(admin, "{'update': 'any'}", "null").statusCode()).isEqualTo(400);
            assertThat(put(admin, "{'update': 'any'}", "7").statusCode()).isEqualTo(400);
            HttpResponse<String> replaced = put(admin, "{'release': 'Firefox-2.0'}", "1");
            assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
            JsonNode stored = Explained.JSON.readTree(replaced.body());
            assertThat(SHAPE.validate(stored)).isEmpty();
            assertThat(stored.path("products")).isEqualTo(Explained.JSON.readTree("[\"Firefox\"]"));
            assertThat(stored.path("data_version").asInt()).isEqualTo(2);
            assertThat(Explained.JSON.readTree(
                            send(admin, "GET", STORED, "null").body()))
                    .isEqualTo(stored);
            assertThat(Explained.JSON
                            .readTree(send(admin, "GET", "/v2/expectations?product=Firefox", "null")
                                    .body())
                            .at("/expectations/0"))
                    .isEqualTo(stored);
            assertThat(send(admin, "GET", "/v2/expectations?product=Other", "null")
                            .body())
                    .isEqualTo("{\"expectations\":[]}");

            HttpResponse<String> refused = send(admin, "POST", "/rules", NEW_RULE);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            JsonNode problem = Explained.JSON.readTree(refused.body());
            assertThat(problem.path("detail").asString()).isEqualTo("Broken expectations");
            assertThat(problem.path("exception").asString())
                    .contains("served expects release Firefox-2.0, but /update/");
            JsonNode broken = problem.at("/broken_expectations/0");
            assertThat(broken.path("name").asString()).isEqualTo("served");
            assertThat(broken.path("description").asString()).isEqualTo("Why.");
            Explained.explain(admin, broken.at("/examples/0/url").asString(), false);
            JsonNode preflight = Explained.JSON.readTree(send(
                            admin,
                            "POST",
                            "/v2/preflight",
                            "{'kind': 'rule', 'change_type': 'insert', 'row': " + NEW_RULE + "}")
                    .body());
            assertThat(preflight.at("/refused/title").asString()).isEqualTo("Broken expectations");
            assertThat(preflight.at("/refused/detail")).isEqualTo(problem.path("exception"));

            assertThat(send(admin, "DELETE", STORED + "?data_version=1", "null").statusCode())
                    .isEqualTo(400);
            assertThat(send(admin, "DELETE", STORED + "?data_version=2", "null").statusCode())
                    .isEqualTo(200);
            assertThat(send(admin, "DELETE", STORED + "?data_version=2", "null").statusCode())
                    .isEqualTo(404);
            assertThat(send(admin, "GET", STORED, "null").statusCode()).isEqualTo(404);
            assertThat(send(admin, "POST", "/rules", NEW_RULE).statusCode()).isEqualTo(200);
            JsonNode history = Explained.JSON.readTree(
                    send(admin, "GET", "/v2/history?kind=expectation", "null").body());
            assertThat(history.path("entries"))
                    .hasSize(3)
                    .allSatisfy(
                            entry -> assertThat(entry.path("label").asString()).isEqualTo("Expectation served"));
        }
    }

    @Test
    void aNameHasToBeThatOfTheUrl() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            HttpResponse<String> other = send(admin, "PUT", "/v2/expectations/other", """
                    {'expectation': {'name': 'served', 'requests': [{'url': '%s'}], 'expect': {'update': 'any'}}}""".formatted(URL));
            assertThat(other.statusCode()).isEqualTo(400);
            assertThat(other.body()).contains("/expectation/name: the name is not that of the URL");
            HttpResponse<String> unreadable = send(admin, "PUT", STORED, """
                    {'expectation': {'name': 'served', 'requests': [{'url': '/x'}], 'expect': {'update': 'any'}}}""");
            assertThat(unreadable.statusCode()).isEqualTo(400);
            assertThat(unreadable.body()).contains("/expectation/requests/0/url: ");
        }
    }

    @Test
    void isRefusedWithoutALogin() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            HttpResponse<String> response = admin.send(
                    "POST",
                    "/v2/expectations/check",
                    "{\"expectations\": []}",
                    List.of("Content-Type", "application/json"));
            assertThat(response.statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; expectations",
                "{'expectations': [{'name': 'a', 'requests': [{'url': '/x'}], 'expect': {'update': 'any'}}]};"
                        + " /expectations/0/requests/0/url: This is not an update URL",
                "{'expectations': [{'name': 'a', 'requests': [{'locals': 'de'}], 'expect': {'update': 'any'}}]};"
                        + " 'locals' is unknown here",
                "{'expectations': [{'name': 'a', 'requests': [{'url': '/x'}], 'expects': {}}]}; expects",
                "{'expectations': [], 'changes': [{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 999}}]};"
                        + " no {rule_id=999}",
            })
    void saysWhatIsWrong(String body, String message) throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            HttpResponse<String> response = send(admin, body);
            assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
            assertThat(response.body()).contains(message);
        }
    }
}
