// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static dev.balrog.admin.Changes.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the API says about signoffs and the outcomes that they are bound to, and what it takes. */
@Tag("slow")
class SignoffContractTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final double DUE = 4_102_444_800.0;

    /** Ada and bob sign off, mal changes rules and releases, and the agent enacts. */
    private static final String STATE = """
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'admin', 'username': 'bob', 'data_version': 1},
               {'permission': 'rule', 'username': 'mal', 'data_version': 1},
               {'permission': 'release', 'username': 'mal', 'data_version': 1},
               {'permission': 'pinnable_release', 'username': 'mal', 'data_version': 1},
               {'permission': 'scheduled_change', 'username': 'agent', 'data_version': 1}],
             'user_roles': [
               {'username': 'ada', 'role': 'releng', 'data_version': 1},
               {'username': 'bob', 'role': 'relman', 'data_version': 1}],
             'product_req_signoffs': [
               {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'whole',
                'priority': 10, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
               {'rule_id': 2, 'product': 'Firefox', 'channel': 'release', 'mapping': 'split',
                'priority': 9, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
             'releases': [
               {'name': 'whole', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'whole', 'schema_version': 1, 'hashFunction': 'sha512'}},
               {'name': 'next', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'next', 'schema_version': 1, 'hashFunction': 'sha512'}}],
             'releases_json': [
               {'name': 'split', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'split', 'schema_version': 1, 'hashFunction': 'sha512'}}],
             'release_assets': [
               {'name': 'split', 'path': '.platforms.p.locales.de', 'data': {'buildID': '1'}, 'data_version': 1}]}""";

    private static final String CHANGE = """
            {'rule_id': 1, 'data_version': 1, 'change_type': 'update', 'product': 'Firefox', 'channel': 'release',
             'mapping': 'next', 'priority': 10, 'backgroundRate': 50, 'update_type': 'minor', 'when': 4102444800000}""";

    private static final String RULE_CHANGE = "/scheduled_changes/rules/1";

    @TempDir
    private Path directory;

    private AdminOnDatabase admin;

    @BeforeEach
    void start() throws Exception {
        admin = AdminOnDatabase.start(Kind.SQLITE, directory, json(STATE), "{\"good.example\": [\"Firefox\"]}");
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private JsonNode sent(int status, String user, String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(
                method,
                path,
                body.replace('\'', '"'),
                List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private JsonNode change() throws Exception {
        return sent(200, "ada", "GET", RULE_CHANGE, "").path("scheduled_change");
    }

    private static String seen(JsonNode change, String role) {
        return "{'role': '%s', 'sc_data_version': %d, 'digest': '%s'}"
                .formatted(
                        role,
                        change.path("sc_data_version").intValue(),
                        change.path("digest").asString());
    }

    private void agree() throws Exception {
        sent(200, "mal", "POST", "/scheduled_changes/rules", CHANGE);
        sent(200, "ada", "POST", RULE_CHANGE + "/signoffs", seen(change(), "releng"));
        sent(200, "bob", "POST", RULE_CHANGE + "/signoffs", "{'role': 'relman'}");
    }

    private void changeRelease() throws Exception {
        ObjectNode blob =
                (ObjectNode) json("{'name': 'next', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '666'}");
        ObjectNode body = (ObjectNode) json("{'name': 'next', 'product': 'Firefox', 'data_version': 1}");
        sent(
                200,
                "mal",
                "PUT",
                "/releases/next",
                body.put("blob", blob.toString()).toString());
    }

    private void beDue() throws Exception {
        admin.configure(JSON.readTree("{\"DB_ALLOWLIST\": {\"good.example\": [\"Firefox\"]}}"), JSON.valueToTree(DUE));
    }

    @Test
    void refusesASignoffOfWhatHasChangedSinceItWasRead() throws Exception {
        JsonNode scheduled = sent(200, "mal", "POST", "/scheduled_changes/rules", CHANGE);
        JsonNode read = change();
        assertThat(scheduled.path("digest")).isEqualTo(read.path("digest"));
        sent(200, "mal", "POST", RULE_CHANGE, """
                {'sc_data_version': 1, 'rule_id': 1, 'data_version': 1, 'mapping': 'whole', 'backgroundRate': 100}""");
        JsonNode problem = sent(409, "ada", "POST", RULE_CHANGE + "/signoffs", seen(read, "releng"));
        JsonNode current = change();
        assertThat(problem.path("title").asString()).isEqualTo("Conflict");
        assertThat(problem.path("detail").asString()).isEqualTo("Outdated signoff");
        assertThat(problem.path("exception").asString()).isNotEmpty();
        assertThat(problem.path("sc_data_version").intValue()).isEqualTo(2);
        assertThat(problem.path("digest")).isEqualTo(current.path("digest")).isNotEqualTo(read.path("digest"));
        assertThat(current.path("signoffs").isEmpty()).isTrue();
        sent(200, "ada", "POST", RULE_CHANGE + "/signoffs", seen(current, "releng"));
        sent(200, "bob", "POST", RULE_CHANGE + "/signoffs", "{'role': 'relman', 'digest': null}");
        assertThat(change().path("signoffs")).isEqualTo(json("{'ada': 'releng', 'bob': 'relman'}"));
    }

    @Test
    void listsOnlySignoffsThatCount() throws Exception {
        agree();
        changeRelease();
        JsonNode change = sent(200, "ada", "GET", "/scheduled_changes/rules", "")
                .path("scheduled_changes")
                .get(0);
        assertThat(change.path("signoffs").isEmpty()).isTrue();
        assertThat(change.path("ineffective_signoffs").toString())
                .isEqualTo(JSON.readTree("""
                        [{"username": "ada", "role": "releng", "reason": "stale"},
                         {"username": "bob", "role": "relman", "reason": "stale"}]""").toString());
        beDue();
        JsonNode problem = sent(400, "agent", "POST", RULE_CHANGE + "/enact", "{}");
        assertThat(problem.path("detail").asString()).isEqualTo("Signoff Required");
        assertThat(problem.path("ineffective_signoffs")).isEqualTo(change.path("ineffective_signoffs"));
        assertThat(problem.path("exception").asString()).contains("ada as releng: stale");
    }

    @Test
    void enactsWhatWasReadWhenItIsDue() throws Exception {
        agree();
        JsonNode read = change();
        JsonNode early = sent(400, "agent", "POST", RULE_CHANGE + "/enact", seen(read, "x"));
        assertThat(early.path("detail").asString()).isEqualTo("Not due");
        assertThat(early.path("exception").asString()).contains("2100-01-01T00:00:00Z");
        beDue();
        String outdated = "{'sc_data_version': 1, 'digest': '%s'}".formatted("0".repeat(64));
        JsonNode problem = sent(409, "agent", "POST", RULE_CHANGE + "/enact", outdated);
        assertThat(problem.path("digest")).isEqualTo(read.path("digest"));
        sent(200, "agent", "POST", RULE_CHANGE + "/enact", seen(read, "x"));
        assertThat(TestDatabases.state(admin.database()).at("/rules/0/mapping").asString())
                .isEqualTo("next");
        JsonNode complete = change();
        assertThat(complete.path("digest").isNull()).isTrue();
        assertThat(complete.path("signoffs")).isEqualTo(json("{'ada': 'releng', 'bob': 'relman'}"));
        sent(400, "ada", "DELETE", RULE_CHANGE + "/signoffs", "");
    }

    @Test
    void enactsWithoutABody() throws Exception {
        agree();
        beDue();
        sent(200, "agent", "POST", RULE_CHANGE + "/enact", "");
    }

    @Test
    void enactsAtAnUptake() throws Exception {
        sent(
                200,
                "mal",
                "POST",
                "/scheduled_changes/rules",
                CHANGE.replace(
                        "'when': 4102444800000",
                        "'when': 0, 'telemetry_product': 'Firefox', 'telemetry_channel': 'release', 'telemetry_uptake': 20"));
        sent(200, "ada", "POST", RULE_CHANGE + "/signoffs", "{'role': 'releng'}");
        sent(200, "bob", "POST", RULE_CHANGE + "/signoffs", "{'role': 'relman'}");
        assertThat(sent(400, "agent", "POST", RULE_CHANGE + "/enact", "{}")
                        .path("detail")
                        .asString())
                .isEqualTo("Not due");
        sent(400, "agent", "POST", RULE_CHANGE + "/enact", "{'uptake': 19}");
        sent(200, "agent", "POST", RULE_CHANGE + "/enact", "{'uptake': 20}");
    }

    @Test
    void signsAllPartsOfARelease() throws Exception {
        JsonNode scheduled = sent(200, "mal", "PUT", "/v2/releases/split", """
                {'blob': {'name': 'split', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '2',
                          'platforms': {'p': {'locales': {'de': {'buildID': '2'}}}}},
                 'old_data_versions': {'.': 1, 'platforms': {'p': {'locales': {'de': 1}}}}, 'when': 4102444800000}""");
        JsonNode digests = sent(200, "ada", "GET", "/v2/releases/split", "").path("sc_digests");
        assertThat(digests.propertyNames()).containsExactlyInAnyOrder("releases_json/1", "release_assets/1");
        assertThat(scheduled.at("/./digest")).isEqualTo(digests.path("releases_json/1"));
        ObjectNode body = JSON.createObjectNode().put("role", "releng");
        body.putObject("digests").put("releases_json/1", "0").put("release_assets/1", "0");
        JsonNode problem = sent(409, "ada", "PUT", "/v2/releases/split/signoff", body.toString());
        assertThat(problem.path("digest")).isEqualTo(digests.path("releases_json/1"));
        body.set("digests", digests);
        sent(200, "ada", "PUT", "/v2/releases/split/signoff", body.toString());
        JsonNode listed = listedPart();
        assertThat(listed.path("digest")).isEqualTo(digests.path("releases_json/1"));
        assertThat(listed.path("signoffs")).isEqualTo(json("{'ada': 'releng'}"));
        admin.database().write(sql -> sql.execute("DELETE FROM user_roles WHERE username = 'ada'"));
        assertThat(listedPart().path("signoffs").isEmpty()).isTrue();
        assertThat(listedPart().at("/ineffective_signoffs/0/reason").asString()).isEqualTo("role_revoked");
    }

    private JsonNode listedPart() throws Exception {
        return sent(200, "ada", "GET", "/v2/releases", "")
                .path("releases")
                .get(0)
                .path("scheduled_changes")
                .get(0);
    }

    @Test
    void takesSignoffsOfPins() throws Exception {
        sent(200, "mal", "PUT", "/v2/releases/split/pinnable", """
                {'product': 'Firefox', 'channel': 'release', 'version': '9.', 'when': 4102444800000}""");
        sent(200, "ada", "POST", "/scheduled_changes/pinnable_releases/1/signoffs", "{'role': 'releng'}");
        JsonNode change = sent(200, "ada", "GET", "/scheduled_changes/pinnable_releases", "")
                .at("/scheduled_changes/0");
        assertThat(change.path("signoffs")).isEqualTo(json("{'ada': 'releng'}"));
        assertThat(change.path("digest").asString()).matches("[0-9a-f]{64}");
        sent(200, "ada", "DELETE", "/scheduled_changes/pinnable_releases/1/signoffs", "");
    }

    @Test
    void saysWhichSignoffsWereBoundAtFirstSight() throws Exception {
        agree();
        admin.database().write(sql -> sql.execute("DELETE FROM balrog_signoff_digests WHERE username = 'ada'"));
        assertThat(change().path("unbound_signoffs").toString()).isEqualTo("[\"ada\"]");
        sent(200, "ada", "POST", RULE_CHANGE + "/signoffs", seen(change(), "releng"));
        assertThat(change().path("unbound_signoffs").isEmpty()).isTrue();
    }
}
