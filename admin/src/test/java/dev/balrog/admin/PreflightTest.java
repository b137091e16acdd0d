// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Preflights through the running app, held against what becomes of the same changes when they are made. */
@Tag("slow")
@Timeout(120)
class PreflightTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path directory;

    private AdminOnDatabase start(Kind kind) throws Exception {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory);
        reset(admin);
        return admin;
    }

    private static void reset(AdminOnDatabase admin) throws Exception {
        admin.reset(Changes.STATE);
        admin.configure(Changes.json("{'DB_ALLOWLIST': {}, 'SYSTEM_ACCOUNTS': ['robot']}"), null);
    }

    private static HttpResponse<String> send(
            AdminOnDatabase admin, String user, String method, String path, String body) throws Exception {
        return admin.send(
                method, path, body, List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
    }

    private static JsonNode preflight(AdminOnDatabase admin, String user, String kind, String type, String row)
            throws Exception {
        ObjectNode body = JSON.createObjectNode().put("kind", kind).put("change_type", type);
        body.set("row", Changes.json(row));
        HttpResponse<String> response = send(admin, user, "POST", "/v2/preflight", body.toString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void agreesWithWhatHappens() throws Exception {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            for (String user : List.of("ada", "bob", "carl", "robot")) {
                for (Changes.Change change : Changes.all().toList()) {
                    TestDatabases.clear(admin.database());
                    TestDatabases.fill(admin.database(), Changes.STATE);
                    outcomes.merge(agreeing(admin, user, change), 1, Integer::sum);
                }
            }
        }
        assertThat(outcomes)
                .hasSize(Outcome.values().length)
                .allSatisfy(
                        (outcome, count) -> assertThat(count).as("%s", outcome).isGreaterThan(20));
    }

    @Test
    void agreesWithWhatHappensOnMariaDb() throws Exception {
        try (AdminOnDatabase admin = start(Kind.MARIADB)) {
            // Of these none stands in the way of another.
            for (Changes.Change change : List.of(
                    Changes.rule("update", 1, Changes.RULE + ", 'channel': 'release'", 3),
                    Changes.rule("update", 2, Changes.RULE + ", 'channel': 'nightly'", 7),
                    Changes.rule("update", 3, Changes.RULE + ", 'channel': 'release'", 1),
                    Changes.split("update", "split", "'blob': {'extv': '3.0'}, 'old_data_versions': {'.': 1}", true),
                    Changes.permission("insert", "dora", "rule", "'{\\\"products\\\": [\\\"Fennec\\\"]}'", 0),
                    Changes.shutoffDeletion("release"),
                    Changes.pin("insert", "8.", "older"))) {
                agreeing(admin, "ada", change);
            }
        }
    }

    /** What can become of a change. */
    private enum Outcome {
        MADE,
        SCHEDULED,
        REFUSED
    }

    private record Answer(int status, JsonNode body) {
        boolean accepted() {
            return status < 300;
        }
    }

    private static Answer send(AdminOnDatabase admin, String user, Changes.Sent sent) throws Exception {
        HttpResponse<String> response =
                send(admin, user, sent.method(), sent.path(), sent.body().replace('\'', '"'));
        boolean json = response.body().startsWith("{");
        return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.createObjectNode());
    }

    private static Outcome agreeing(AdminOnDatabase admin, String user, Changes.Change change) throws Exception {
        ObjectNode before = TestDatabases.state(admin.database());
        JsonNode told = preflight(admin, user, change.kind(), change.type(), change.row());
        String about = user + ": " + change + "\n" + told;
        assertThat(TestDatabases.state(admin.database())).as(about).isEqualTo(before);

        Answer answer = send(admin, user, change.direct());
        // What makes a release of parts writable schedules it where it has to.
        boolean scheduledItself = answer.body.toString().contains("sc_id");
        Outcome outcome = answer.accepted() && !scheduledItself ? Outcome.MADE : Outcome.REFUSED;
        assertThat(told.path("at_once").asBoolean()).as(about).isEqualTo(outcome == Outcome.MADE);
        if (answer.body.path("detail").asString("").equals("Signoff Required") && change.scheduled() != null) {
            answer = send(admin, user, change.scheduled());
        }
        assertThat(told.path("refused").isNull()).as("%s\n%s", about, answer).isEqualTo(answer.accepted());
        if (outcome == Outcome.MADE) {
            return outcome;
        }
        if (!answer.accepted()) {
            assertThat(told.at("/refused/status").asInt()).as(about).isEqualTo(answer.status);
            return Outcome.REFUSED;
        }
        JsonNode pending = pending(admin, change);
        assertThat(told.path("own_signoff").asString("none"))
                .as(about)
                .isEqualTo(pending.path("signoffs").path(user).asString("none"));
        assertThat(told.path("required_signoffs")).as(about).isEqualTo(pending.path("required_signoffs"));
        return Outcome.SCHEDULED;
    }

    @Test
    void saysWhatItWouldTake() throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            assertThat(preflight(admin, "ada", "rule", "update", """
                            {'rule_id': 3, 'data_version': 1, 'channel': 'release', %s}""".formatted(Changes.RULE)))
                    .isEqualTo(Changes.json("""
                            {'at_once': false, 'required_signoffs': {'relman': 1, 'releng': 1}, 'own_signoff': null,
                             'roles': ['releng'], 'affected_by': [{'product': 'Firefox', 'channel': 'release'}],
                             'scheduled_change': 7,
                             'refused': {'status': 400, 'title': 'ChangeScheduledError',
                                         'detail': 'Couldn_t perform the request POST due a conflict with a scheduled change. Cannot schedule a change for a row with one already scheduled'}}""".replace("_t", "\\u0027t")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "rule; insert; {%s, 'channel': 'nightly', 'when': 1000}; Changes may not be scheduled in the past",
                "rule; insert; {%s, 'channel': 'nightly', 'alias': '4'}; alias: '4' does not match",
                "pin; update; {'product': 'Firefox', 'channel': 'esr', 'version': '9.', 'mapping': 'older'}; already maps to a newer release",
                "pin; delete; {'product': 'Firefox', 'channel': 'esr', 'version': '9.', 'data_version': 1}; No operation",
                "emergency_shutoff; update; {'product': 'Firefox', 'channel': 'release', 'data_version': 1}; No operation",
                "permission; insert; {'username': 'dora', 'permission': 'cook'}; 'cook' is not one of",
            })
    void saysWhyNot(String kind, String type, String row, String detail) throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            JsonNode told = preflight(admin, "ada", kind, type, row.formatted(Changes.RULE));
            assertThat(told.path("at_once").asBoolean()).isEqualTo(row.contains("when"));
            assertThat(told.at("/refused/detail").asString()).contains(detail);
        }
    }

    @Test
    void asksWhoItIsAndWhatItIsAbout() throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            String body = "{\"kind\": \"rule\", \"change_type\": \"delete\", \"row\": {\"data_version\": 1}}";
            assertThat(admin.send("POST", "/v2/preflight", body, List.of("Content-Type", "application/json"))
                            .statusCode())
                    .isEqualTo(401);
            HttpResponse<String> nameless = send(admin, "ada", "POST", "/v2/preflight", body);
            assertThat(nameless.statusCode()).isEqualTo(400);
            assertThat(nameless.body()).contains("rule_id is missing");
            assertThat(send(admin, "ada", "POST", "/v2/preflight", body.replace("rule\"", "tea\""))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    /** What is scheduled since, as the API shows it. */
    private static JsonNode pending(AdminOnDatabase admin, Changes.Change change) throws Exception {
        if (change.kind().equals("release")
                && (change.scheduled() == null || change.scheduled().path().startsWith("/v2"))) {
            String name = Changes.json(change.row()).path("name").asString();
            for (JsonNode release : JSON.readTree(
                            send(admin, "ada", "GET", "/v2/releases", "").body())
                    .path("releases")) {
                if (release.path("name").asString().equals(name)) {
                    JsonNode required = release.path("required_signoffs").isEmpty()
                            ? release.path("product_required_signoffs")
                            : release.path("required_signoffs");
                    return ((ObjectNode) release.path("scheduled_changes").get(0)).set("required_signoffs", required);
                }
            }
        }
        String list = switch (change.kind()) {
            case "rule" -> "rules";
            case "release" -> "releases";
            case "permission" -> "permissions";
            case "product_required_signoff" -> "required_signoffs/product";
            case "permission_required_signoff" -> "required_signoffs/permissions";
            case "emergency_shutoff" -> "emergency_shutoff";
            default -> "pinnable_releases";
        };
        JsonNode changes = JSON.readTree(send(admin, "ada", "GET", "/scheduled_changes/" + list, "")
                        .body())
                .path("scheduled_changes");
        return changes.path(changes.size() - 1);
    }

    /** Partial updates alone leave out all clients of other versions: they get an update without a file. */
    @Test
    void warnsOfReleasesWhoseResponsesClientsDiscard() throws Exception {
        String hash = "ab".repeat(64);
        JsonNode state = JSON.readTree("""
                {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}],
                 "releases_json": [
                   {"name": "partial", "product": "Firefox", "read_only": false, "data_version": 1, "data":
                     {"name": "partial", "schema_version": 4, "hashFunction": "sha512", "appVersion": "2.0",
                      "displayVersion": "2.0", "platformVersion": "2.0", "platforms": {"p": {"locales": {"de":
                        {"buildID": "2", "partials": [{"from": "gone", "filesize": 1, "hashValue": "%s",
                          "fileUrl": "https://archive.mozilla.org/a.mar"}]}}}}}},
                   {"name": "complete", "product": "Firefox", "read_only": false, "data_version": 1, "data":
                     {"name": "complete", "schema_version": 4, "hashFunction": "sha512", "appVersion": "2.0",
                      "displayVersion": "2.0", "platformVersion": "2.0", "platforms": {"p": {"locales": {"de":
                        {"buildID": "2", "completes": [{"from": "*", "filesize": 1, "hashValue": "%s",
                          "fileUrl": "https://archive.mozilla.org/a.mar"}]}}}}}}]}""".formatted(hash, hash));
        try (AdminOnDatabase admin =
                AdminOnDatabase.start(Kind.SQLITE, directory, state, "{\"archive.mozilla.org\": [\"Firefox\"]}")) {
            String rule = "{'product': 'Firefox', 'channel': 'c', 'mapping': '%s', 'priority': 1,"
                    + " 'backgroundRate': 100, 'update_type': 'minor'}";
            JsonNode warned = preflight(admin, "ada", "rule", "insert", rule.formatted("partial"));
            assertThat(warned.path("refused").isNull()).isTrue();
            assertThat(warned.path("warnings").valueStream().map(JsonNode::asString))
                    .singleElement()
                    .isEqualTo("partial has responses that clients discard (/platforms/p/locales/de):"
                            + " there is no file for the update");
            assertThat(preflight(admin, "ada", "rule", "insert", rule.formatted("complete"))
                            .has("warnings"))
                    .isFalse();
        }
    }
}
