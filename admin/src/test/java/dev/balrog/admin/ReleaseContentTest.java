// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is rejected on every way to store releases and rules, with strict checks. */
@Tag("slow")
class ReleaseContentTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final String STATE = """
            {'permissions': [{'permission': 'admin', 'username': 'ada', 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'old', 'priority': 10,
                'backgroundRate': 50, 'update_type': 'minor', 'data_version': 1},
               {'rule_id': 2, 'product': 'Firefox', 'channel': 'beta', 'mapping': 'old', 'update_type': 'minor',
                'data_version': 1}],
             'releases_json': [
               {'name': 'split', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'split', 'schema_version': 9, 'hashFunction': 'md5',
                  'platforms': {'p': {'buildID': '20260101000000'}}}}],
             'release_assets': [
               {'name': 'split', 'path': '.platforms.p.locales.de', 'data_version': 1,
                'data': {'appVersion': '1.21.15b', 'completes': [{'from': '*', 'filesize': 0, 'hashValue': 'abc',
                  'fileUrl': 'https://good.example/../a'}]}}],
             'releases': [
               {'name': 'old', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'old', 'schema_version': 1000, 'hashFunction': 'sha512',
                  'vendors': {'v': {'version': '1', 'platforms': {'default': {'filesize': 0, 'hashValue': 'ab',
                    'fileUrl': 'https://good.example/a'}}}}}}]}
            """;
    private static final String PLUGIN = """
            {'name': 'new', 'schema_version': 1000, 'hashFunction': 'sha512', 'vendors': {'v': {'version': '1',
              'platforms': {'default': {'filesize': 7, 'hashValue': '%s', 'fileUrl': 'https://good.example/x'}}}}}
            """;
    private static final String TOO_SHORT =
            "The hashValue length is different from the required length of 128 for sha512.";

    @TempDir
    private Path directory;

    private AdminOnDatabase admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminOnDatabase.start(Kind.SQLITE, directory);
        admin.reset(json(STATE));
        admin.configure(json("{'DB_ALLOWLIST': {'good.example': ['Firefox']}, 'CONTENT_CHECKS': 'strict'}"), null);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private JsonNode rejected(String method, String path, JsonNode body) throws Exception {
        JsonNode before = TestDatabases.state(admin.database());
        HttpResponse<String> response = admin.send(method, path, body.toString(), AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestDatabases.state(admin.database())).isEqualTo(before);
        return JSON.readTree(response.body());
    }

    private void accepted(String method, String path, JsonNode body) throws Exception {
        HttpResponse<String> response = admin.send(method, path, body.toString(), AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    }

    private static ObjectNode release(String name, JsonNode blob) {
        return json("{'product': 'Firefox'}").put("name", name).put("blob", blob.toString());
    }

    private static ObjectNode split(JsonNode blob) {
        ObjectNode body = JSON.createObjectNode().put("product", "Firefox");
        body.set("blob", blob);
        return body;
    }

    private static ObjectNode plugin(String hash) {
        return json(PLUGIN.formatted(hash));
    }

    @Test
    void rejectsHashesOfPluginsInTheWordsOfMozillasBalrog() throws Exception {
        ObjectNode body = release("new", plugin("ab"));
        JsonNode whole = rejected("PUT", "/releases/new", body);
        assertThat(whole.path("exception").toString()).contains(TOO_SHORT);
        assertThat(whole.at("/errors/0/path").asString()).isEqualTo("/vendors/v/platforms/default/hashValue");
        JsonNode split = rejected("PUT", "/v2/releases/new", split(plugin("ab")));
        assertThat(split.path("exception").asString()).isEqualTo(TOO_SHORT);
        ObjectNode scheduled =
                json("{'name': 'new', 'product': 'Firefox', 'change_type': 'insert', 'when': 4102444800000}")
                        .put("data", plugin("ab").toString());
        assertThat(rejected("POST", "/scheduled_changes/releases", scheduled)
                        .path("exception")
                        .toString())
                .contains(TOO_SHORT);

        accepted("PUT", "/v2/releases/new", split(plugin(HASH)));
    }

    @Test
    void reportsAllErrorsOfASplitReleaseAtOnce() throws Exception {
        ObjectNode blob = json("""
                {'name': 'app', 'schema_version': 9, 'hashFunction': 'sha1', 'appVersion': '1.21.15b', 'updateLine': [
                  {'for': {}, 'fields': {'type': 'minor'}}, {'for': {}, 'fields': {'type': 'major'}}]}""");

        JsonNode problem = rejected("PUT", "/v2/releases/app", split(blob));

        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("path").asString()))
                .containsExactlyInAnyOrder("/hashFunction", "/appVersion", "/updateLine/1/fields/type");
    }

    @Test
    void letsOldReleasesBeRepairedStepByStep() throws Exception {
        // Another field, and a new locale beside one with many faults.
        accepted("POST", "/v2/releases/split", json("""
                {'blob': {'platforms': {'p': {'locales': {'fr': {'completes': [
                   {'from': '*', 'filesize': 1, 'hashValue': 'abababababababababababababababab',
                    'fileUrl': 'https://good.example/b'}]}}}}}, 'old_data_versions': {'platforms': {'p': {'locales': {}}}}}"""));
        JsonNode problem = rejected("POST", "/v2/releases/split", json("""
                {'blob': {'platforms': {'p': {'locales': {'de': {'appVersion': '2.21.15b'}}}}},
                 'old_data_versions': {'platforms': {'p': {'locales': {'de': 1}}}}}"""));
        assertThat(problem.path("errors")
                        .valueStream()
                        .map(error -> error.path("path").asString()))
                .containsExactly("/platforms/p/locales/de/appVersion");
        accepted("POST", "/v2/releases/split", json("""
                {'blob': {'platforms': {'p': {'locales': {'de': {'appVersion': '2.0', 'completes': [
                   {'from': '*', 'filesize': 1, 'hashValue': 'abababababababababababababababab',
                    'fileUrl': 'https://good.example/a'}]}}}}},
                 'old_data_versions': {'platforms': {'p': {'locales': {'de': 1}}}}}"""));

        ObjectNode old = json(PLUGIN.formatted("ab")).put("name", "old");
        ((ObjectNode) old.at("/vendors/v/platforms/default"))
                .put("filesize", 0)
                .put("fileUrl", "https://good.example/c");
        accepted("PUT", "/releases/old", release("old", old).put("data_version", 1));
        ((ObjectNode) old.at("/vendors/v/platforms/default")).put("hashValue", "abc");
        rejected("PUT", "/releases/old", release("old", old).put("data_version", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"split-.platforms.p.locales.de", "a..b", "a\\u0001b"})
    void rejectsNamesThatAreThoseOfPartsOrOdd(String name) throws Exception {
        String read = JSON.readTree("\"" + name + "\"").asString();
        rejected(
                "POST",
                "/releases",
                release(read, plugin(HASH))
                        .put("blob", plugin(HASH).put("name", read).toString()));
    }

    @Test
    void showsNoRevisionsOfAnotherReleaseAsThoseOfAPart() throws Exception {
        admin.configure(json("{'DB_ALLOWLIST': {'good.example': ['Firefox']}, 'CONTENT_CHECKS': 'compatible'}"), null);
        accepted("PUT", "/v2/releases/mine", split(plugin(HASH).put("name", "mine")));
        // As it may have been stored by an earlier version.
        TestDatabases.fill(admin.database(), json("""
                    {'releases': [{'name': 'mine-.platforms.p.locales.de', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                      'data': {'name': 'mine-.platforms.p.locales.de', 'schema_version': 1, 'hashFunction': 'sha512'}}]}"""));
        accepted(
                "PUT",
                "/releases/mine-.platforms.p.locales.de",
                release("mine-.platforms.p.locales.de", json("""
                        {'name': 'mine-.platforms.p.locales.de', 'schema_version': 1, 'hashFunction': 'sha512', 'appv': '1'}""")).put("data_version", 1));

        HttpResponse<String> response = admin.send("GET", "/v2/releases/mine/revisions", "", AdminOnDatabase.ADA);

        assertThat(JSON.readTree(response.body())
                        .path("revisions")
                        .valueStream()
                        .map(found -> found.path("path").isNull()))
                .as(response.body())
                .isNotEmpty()
                .containsOnly(true);
    }

    @Test
    void rejectsRulesWithoutRateOrPriorityOnEveryWay() throws Exception {
        String rule = "'product': 'Firefox', 'channel': 'x', 'mapping': 'old', 'update_type': 'minor'";
        rejected("POST", "/rules", json("{" + rule + ", 'priority': null, 'backgroundRate': 1}"));
        rejected("POST", "/rules", json("{" + rule + ", 'priority': 1, 'backgroundRate': ''}"));
        rejected("POST", "/rules/1", json("{'backgroundRate': '', 'data_version': 1}"));
        rejected("POST", "/rules/1", json("{'priority': null, 'data_version': 1}"));
        rejected("PUT", "/rules/1", json("{'backgroundRate': null, 'data_version': 1}"));
        String update = "{'rule_id': 1, 'data_version': 1, 'change_type': 'update', 'when': 4102444800000, " + rule;
        rejected("POST", "/scheduled_changes/rules", json(update + ", 'priority': null, 'backgroundRate': 1}"));
        rejected("POST", "/scheduled_changes/rules", json(update + ", 'priority': 1, 'backgroundRate': ' '}"));
        // What is left out would become null.
        rejected("POST", "/scheduled_changes/rules", json(update + "}"));
        accepted("POST", "/scheduled_changes/rules", json(update + ", 'priority': 1, 'backgroundRate': 0}"));
        rejected(
                "POST",
                "/scheduled_changes/rules/1",
                json("{'sc_data_version': 1, 'data_version': 1, 'backgroundRate': null}"));

        HttpResponse<String> preflight = admin.send(
                "POST",
                "/v2/preflight",
                json("{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'backgroundRate': '', 'data_version': 1}}")
                        .toString(),
                AdminOnDatabase.ADA);
        assertThat(preflight.body()).contains("backgroundRate cannot be set to null/empty");

        // A rule that has none already may be changed in another column.
        accepted("POST", "/rules/2", json("{'comment': 'still there', 'data_version': 1}"));
    }

    @Test
    void rejectsTimesBeyondTheCalendar() throws Exception {
        String change = "{'rule_id': 2, 'data_version': 1, 'change_type': 'delete', 'when': %s}";
        rejected("POST", "/scheduled_changes/rules", json(change.formatted("9007199254740993")));
        rejected("POST", "/scheduled_changes/rules", json(change.formatted("8640000000000001")));
        ObjectNode split = split(json("{'name': 'split', 'schema_version': 9, 'hashFunction': 'md5'}"))
                .put("when", 8_640_000_000_000_001L);
        split.set("old_data_versions", json("{'.': 1}"));
        rejected("PUT", "/v2/releases/split", split);
        accepted("POST", "/scheduled_changes/rules", json(change.formatted("8640000000000000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yahoo! Zimbra Desktop", "", " ", "N\u00e4me", "Firefox ", "a\u0001"})
    void rejectsPermissionsForWhatIsNoProduct(String product) throws Exception {
        String options = "{\"products\": " + JSON.createArrayNode().add(product) + "}";
        rejected("PUT", "/users/bob/permissions/rule", json("{}").put("options", options));
        rejected(
                "POST",
                "/scheduled_changes/permissions",
                json("{'username': 'bob', 'permission': 'rule', 'change_type': 'insert', 'when': 4102444800000}")
                        .put("options", options));
        accepted("PUT", "/users/bob/permissions/rule", json("{'options': '{\\\"products\\\": [\\\"Firefox\\\"]}'}"));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) Changes.json(text);
    }
}
