// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.balrog.core.fixture.GoldenDifferences;
import dev.balrog.publicapp.GoldenCases.Case;
import dev.balrog.publicapp.GoldenCases.Group;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Replays recorded requests of Mozilla's Balrog against the running server, and compares the answers. */
@Tag("slow")
class GoldenTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> COMPARED_HEADERS = Set.of(
            "Rule-ID",
            "Rule-Data-Version",
            "Cache-Control",
            "Content-Type",
            "Content-Security-Policy",
            "Strict-Transport-Security",
            "X-Content-Type-Options");

    private static final int LONGEST_PRODUCT = 15;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> answersAsRecordedOnSqlite() throws IOException {
        return tests(Kind.SQLITE);
    }

    @TestFactory
    Stream<DynamicTest> answersAsRecordedOnMariaDb() throws IOException {
        return tests(Kind.MARIADB);
    }

    private Stream<DynamicTest> tests(Kind kind) throws IOException {
        return GoldenCases.read().stream()
                .map(group -> DynamicTest.dynamicTest(group.name(), () -> replay(kind, group)));
    }

    private void replay(Kind kind, Group group) throws IOException {
        assumeTrue(kind == Kind.SQLITE || fitsIntoColumns(group.state()), "skipped, as names are longer than columns");
        GoldenDifferences meant = GoldenDifferences.read();
        List<String> differences = new ArrayList<>();
        DatabaseUri database = TestApp.database(TestDatabases.uri(kind, directory), group.state());
        try (TestApp app = TestApp.start(database, group.config());
                HttpConnection connection = new HttpConnection(app.port())) {
            for (Case recorded : group.cases()) {
                HttpConnection.Response response =
                        connection.send(recorded.method(), recorded.target(), recorded.headers());
                differences.addAll(meant.unexpected(recorded.id(), differences(recorded, response)));
            }
        }
        assertThat(differences).isEmpty();
    }

    /** Only SQLite stores names of products that are longer than their columns. */
    private static boolean fitsIntoColumns(JsonNode state) {
        return Stream.of("rules", "releases", "releases_json")
                .flatMap(table -> state.path(table).valueStream())
                .allMatch(row -> row.path("product").asString("").length() <= LONGEST_PRODUCT);
    }

    private static List<String> differences(Case recorded, HttpConnection.Response response) {
        List<String> differences = new ArrayList<>();
        JsonNode expected = recorded.expected();
        String about = recorded.id() + " " + recorded.method() + " " + recorded.target();
        if (response.status() != expected.get("status").asInt()) {
            differences.add(about + ": status " + response.status() + " " + response.body() + ", not " + expected);
            return differences;
        }
        expected.path("headers").forEachEntry((name, value) -> {
            String actual = response.header(name.toLowerCase(Locale.ROOT));
            if (COMPARED_HEADERS.contains(name) && !actual.equals(value.asString())) {
                differences.add(about + ": " + name + " " + actual + ", not " + value);
            }
        });
        String body = expected.get("body").asString();
        if (!sameBody(response, body)) {
            differences.add(about + ": body " + response.body() + ", not " + body);
        }
        return differences;
    }

    private static boolean sameBody(HttpConnection.Response response, String expected) {
        String mediaType = response.header("content-type");
        if (mediaType.equals("application/problem+json")) {
            return problem(response.body(), expected).equals(problem(expected, expected));
        }
        if (mediaType.equals("application/json")) {
            return inAnyOrder(JSON.readTree(response.body())).equals(inAnyOrder(JSON.readTree(expected)));
        }
        return response.status() != 200 || response.body().equals(expected);
    }

    /** Shutoffs and releases were recorded in the order in which they were made, which only SQLite knows. */
    private static JsonNode inAnyOrder(JsonNode json) {
        for (String list : List.of("shutoffs", "releases")) {
            if (json.path(list) instanceof ArrayNode rows) {
                List<JsonNode> sorted = rows.valueStream()
                        .sorted(Comparator.comparing(row -> row.path("name").asString("")
                                + " " + row.path("product").asString("")
                                + " " + row.path("channel").asString("")))
                        .toList();
                rows.removeAll().addAll(sorted);
            }
        }
        return json;
    }

    /** Title and detail; of a validator's complaint the title, since its words depend on the version. */
    private static JsonNode problem(String body, String recorded) {
        JsonNode problem = JSON.readTree(body);
        ObjectNode compared = JSON.createObjectNode();
        compared.set("title", problem.path("title"));
        if (!recorded.contains("Failed validating")) {
            compared.set("detail", problem.path("detail"));
        }
        return compared;
    }
}
