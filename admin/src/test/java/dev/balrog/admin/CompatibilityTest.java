// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static dev.balrog.admin.Changes.json;
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
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients of Mozilla's Balrog rely on and what is easily lost: found by sending the same random requests to both,
 * and comparing answers and tables.
 */
@Tag("slow")
class CompatibilityTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Ada has two roles, bob has one. What is served to channel release takes one of each, to beta the other of ada's. */
    private static final String STATE = """
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'admin', 'username': 'bob', 'data_version': 1}],
             'user_roles': [
               {'username': 'ada', 'role': 'releng', 'data_version': 1},
               {'username': 'ada', 'role': 'qa', 'data_version': 1},
               {'username': 'bob', 'role': 'relman', 'data_version': 1}],
             'product_req_signoffs': [
               {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'beta', 'role': 'qa', 'signoffs_required': 1, 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'alias': 'first', 'product': 'Firefox', 'channel': 'release', 'mapping': 'whole',
                'priority': 10, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1},
               {'rule_id': 2, 'product': 'Fennec', 'channel': 'nightly', 'mapping': 'whole', 'priority': 10,
                'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
             'rules_history': [
               {'change_id': 1, 'changed_by': 'ada', 'timestamp': 10, 'rule_id': 1},
               {'change_id': 2, 'changed_by': 'ada', 'timestamp': 11, 'rule_id': 1, 'product': 'Firefox',
                'channel': 'release', 'update_type': 'minor', 'priority': 5, 'backgroundRate': 100, 'data_version': 1}],
             'rules_scheduled_changes_history': [
               {'change_id': 1, 'changed_by': 'ada', 'timestamp': 20, 'sc_id': 1, 'scheduled_by': 'ada',
                'complete': false, 'change_type': 'update', 'base_rule_id': 1, 'base_product': 'Firefox',
                'data_version': 1}],
             'rules_scheduled_changes_conditions_history': [
               {'change_id': 1, 'changed_by': 'ada', 'timestamp': 21, 'sc_id': 1, 'when': 4102444800000,
                'data_version': 1}],
             'releases': [
               {'name': 'whole', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'whole', 'schema_version': 1, 'hashFunction': 'sha512'}},
               {'name': 'again', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'again', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': 'ä',
                         'platforms': {}}}],
             'releases_json': [
               {'name': 'split', 'product': 'Fennec', 'read_only': false, 'data_version': 1,
                'data': {'name': 'split', 'schema_version': 1, 'hashFunction': 'sha512'}}],
             'release_assets': [
               {'name': 'split', 'path': '.platforms.p.locales.de', 'data': {'buildID': '1'}, 'data_version': 1}],
             'releases_json_scheduled_changes': [
               {'sc_id': 1, 'scheduled_by': 'ada', 'complete': false, 'change_type': 'delete', 'data_version': 1,
                'base_name': 'split', 'base_product': 'Fennec', 'base_data_version': 1}],
             'releases_json_scheduled_changes_conditions': [{'sc_id': 1, 'when': 4102444800000, 'data_version': 1}],
             'release_assets_scheduled_changes': [
               {'sc_id': 1, 'scheduled_by': 'ada', 'complete': false, 'change_type': 'delete', 'data_version': 1,
                'base_name': 'split', 'base_path': '.platforms.p.locales.de', 'base_data_version': 1}],
             'release_assets_scheduled_changes_conditions': [{'sc_id': 1, 'when': 4102444800000, 'data_version': 1}],
             'emergency_shutoffs': [{'product': 'Firefox', 'channel': 'release', 'data_version': 1}]}""";

    private static final String LATER = "'when': 4102444800000";

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

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return admin.send(method, path, body.replace('\'', '"'), AdminOnDatabase.ADA);
    }

    private JsonNode sent(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private JsonNode table(String name) {
        return TestDatabases.state(admin.database()).path(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /v2/releases/none           |                                         | Not Found | Release does not exist
            POST   | /v2/releases/none           | {'blob': {}, 'old_data_versions': {}}   | Missing   | Release does not exist
            PUT    | /v2/releases/none/read_only | {'read_only': true, 'old_data_version': 1} | Missing | Release does not exist
            DELETE | /v2/releases/none           |                                         | Not Found | Release does not exist
            POST   | /v2/releases/none/enact     |                                         | Missing   | Release has no scheduled changes
            DELETE | /v2/releases/none/signoff   |                                         | Missing   | Release has no scheduled changes
            """)
    void saysWhatIsMissing(String method, String path, String body, String title, String detail) throws Exception {
        JsonNode problem = sent(404, method, path, body == null ? "" : body);
        assertThat(problem.path("title").asString()).isEqualTo(title);
        assertThat(problem.path("detail").asString()).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            rules                         | 'when' cannot be set to null when scheduling a new change for a Rule
            required_signoffs/product     | when cannot be set to null when scheduling a new change for a Product Required Signoff
            required_signoffs/permissions | 'when' cannot be set to null when scheduling a new change for a Permissions Required Signoff
            emergency_shutoff             | Unknown error
            """)
    void saysThatATimeIsMissing(String kind, String detail) throws Exception {
        String body = "{'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'data_version': 1,"
                + " 'change_type': 'delete', 'when': null}";
        JsonNode problem = sent(400, "POST", "/scheduled_changes/" + kind, body);
        assertThat(problem.path("detail").asString()).isEqualTo(detail);
    }

    @Test
    void refusesAConditionThatChangesOfThisKindCannotWaitFor() throws Exception {
        sent(400, "POST", "/scheduled_changes/emergency_shutoff", """
                {'product': 'Firefox', 'channel': 'release', 'data_version': 1, 'change_type': 'delete',
                 'when': 4102444800000, 'telemetry_product': 'Firefox'}""");
        assertThat(table("emergency_shutoffs_scheduled_changes")).isEmpty();
    }

    @Test
    void saysThatABodyIsNotJson() throws Exception {
        JsonNode problem = sent(400, "POST", "/rules", "{");
        assertThat(problem.path("detail").asString()).isEqualTo("Request body is not valid JSON");
        assertThat(problem.path("exception").asString()).isNotEmpty();
    }

    @Test
    void saysThatDownloadsMayNotComeFromThere() throws Exception {
        JsonNode build = json("""
                {'complete': {'fileUrl': 'http://evil.example/x', 'filesize': 1, 'from': '*', 'hashValue': '1'}}""");
        ObjectNode body = JSON.createObjectNode().put("product", "Firefox").put("data_version", 1);
        body.put("schema_version", 1).put("data", build.toString());
        JsonNode problem = sent(400, "PUT", "/releases/again/builds/p/de", body.toString());
        assertThat(problem.path("detail").asString())
                .isEqualTo("Couldn't update release: Blob contains forbidden domain(s)");
        assertThat(problem.at("/errors/0/message").asString()).contains("evil.example");
    }

    @Test
    void saysThatTheReleaseCouldNotEvenBeMade() throws Exception {
        JsonNode problem = sent(400, "PUT", "/releases/new/builds/p/de", """
                {'product': 'Firefox', 'schema_version': 4, 'data': '{}'}""");
        assertThat(problem.path("detail").asString())
                .isEqualTo("Couldn't create release: Invalid blob! See 'errors' for details.");
    }

    @Test
    void takesAnyVersionForAReleaseThatIsNew() throws Exception {
        sent(201, "POST", "/releases/new", """
                {'product': 'Firefox', 'schema_version': 1, 'hashFunction': 'sha512', 'data_version': 7,
                 'data': '{}'}""");
        assertThat(table("releases").findValuesAsString("name")).contains("new");
    }

    @Test
    void takesAnEmptyHashFunctionForNone() throws Exception {
        sent(201, "PUT", "/releases/again/builds/p/de", """
                {'product': 'Firefox', 'schema_version': 1, 'hashFunction': '', 'data_version': 1, 'data': '{}'}""");
    }

    @Test
    void saysOfWhichChannelTooManySignoffsAreRequired() throws Exception {
        JsonNode problem = sent(400, "POST", "/required_signoffs/product", """
                {'product': 'Fennec', 'channel': 'beta', 'role': 'qa', 'signoffs_required': 2}""");
        assertThat(problem.path("detail").asString())
                .isEqualTo("('Cannot require 2 signoffs for Fennec, beta - only 1 users hold the qa role',)");
    }

    @Test
    void makesAllScheduledChangesOfAReleaseThatIsToGo() throws Exception {
        admin.configure(
                JSON.readTree("{\"DB_ALLOWLIST\": {\"good.example\": [\"Firefox\"]}}"),
                JSON.valueToTree(4_102_444_800.0));
        assertThat(send("POST", "/v2/releases/split/enact", "").statusCode()).isEqualTo(200);
        assertThat(table("releases_json")).isEmpty();
        assertThat(table("release_assets")).isEmpty();
    }

    @Test
    void dropsTheScheduledEndOfAReleaseThatIsToStay() throws Exception {
        sent(200, "PUT", "/v2/releases/split", """
                {'blob': {'name': 'split', 'schema_version': 1, 'hashFunction': 'sha512',
                          'platforms': {'p': {'locales': {'de': {'buildID': '1'}}}}}}""");
        assertThat(table("releases_json_scheduled_changes")).isEmpty();
        assertThat(table("release_assets_scheduled_changes")).isEmpty();
        assertThat(table("releases_json").at("/0/data_version").asInt()).isEqualTo(1);
    }

    @Test
    void countsAVersionForEachMentionOfTheBase() throws Exception {
        sent(200, "PUT", "/v2/releases/other", """
                {'product': 'Fennec', 'blob': {'name': 'other', 'schema_version': 1, 'hashFunction': 'sha512'}}""");
        JsonNode versions = sent(200, "POST", "/v2/releases/other", """
                {'blob': {'name': 'other'}, 'old_data_versions': {'.': 1}}""");
        assertThat(versions).isEqualTo(json("{'.': 2}"));
    }

    @Test
    void saysWhatIsWrongWithAReleaseBeforeThatItsProductIsMissing() throws Exception {
        JsonNode problem = sent(400, "PUT", "/v2/releases/new", "{'blob': {'name': 'new', 'schema_version': 1}}");
        assertThat(problem.path("detail").asString()).isEqualTo("Invalid Blob");
    }

    /** What is served as of now takes releng and relman, but nobody can tell whether ada agrees to that as well. */
    @Test
    void signsInTheRoleThatWhatShallBeRequires() throws Exception {
        JsonNode scheduled = sent(200, "POST", "/scheduled_changes/rules", """
                {'rule_id': 1, 'data_version': 1, 'change_type': 'update', 'product': 'Firefox', 'channel': 'beta',
                 'mapping': 'again', 'priority': 1, 'backgroundRate': 1, 'update_type': 'minor', %s}""".formatted(LATER));
        assertThat(scheduled.path("signoffs")).isEqualTo(json("{'ada': 'qa'}"));
    }

    @Test
    void makesAReleaseReadOnlyThatIsScheduledToChange() throws Exception {
        sent(200, "PUT", "/v2/releases/other", """
                {'product': 'Fennec', 'blob': {'name': 'other', 'schema_version': 1, 'hashFunction': 'sha512'}}""");
        sent(200, "POST", "/v2/releases/other", """
                {'blob': {'extv': '2'}, 'old_data_versions': {'.': 1}, %s}""".formatted(LATER));
        sent(200, "PUT", "/v2/releases/other/read_only", "{'read_only': true, 'old_data_version': 1}");
        assertThat(sent(200, "GET", "/v2/releases/other", "")
                        .at("/data_versions/.")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void makesANewVersionOfAReleaseThatIsWritableAlready() throws Exception {
        JsonNode version = sent(201, "PUT", "/releases/whole/read_only", "{'read_only': false, 'data_version': 1}");
        assertThat(version.path("new_data_version").asInt()).isEqualTo(2);
    }

    @Test
    void refusesASecondRuleOfTheSameAlias() throws Exception {
        JsonNode before = table("rules");
        sent(400, "POST", "/rules/2", "{'alias': 'first', 'data_version': 1}");
        assertThat(table("rules")).isEqualTo(before);
        sent(400, "POST", "/scheduled_changes/rules", """
                {'rule_id': 2, 'data_version': 1, 'change_type': 'update', 'product': 'Fennec',
                 'mapping': 'whole', 'priority': 10, 'backgroundRate': 100, 'update_type': 'minor',
                 'alias': 'first', %s}""".formatted(LATER));
        assertThat(table("rules")).isEqualTo(before);
    }

    @Test
    void saysThatARevisionIsOneOfAnotherRule() throws Exception {
        JsonNode problem = sent(400, "POST", "/rules/2/revisions", "{'change_id': 1}");
        assertThat(problem.path("detail").asString()).isEqualTo("Bad rule_id passed in the request");
    }

    @Test
    void showsWhatIsScheduledForAllProductsInAHistory() throws Exception {
        JsonNode history = sent(200, "GET", "/rules/history?product=Fennec", "");
        assertThat(history.at("/Rules/count").asInt()).isZero();
        assertThat(history.at("/Rules scheduled change/count").asInt()).isEqualTo(1);
        assertThat(history.at("/Rules scheduled change/revisions/0/timestamp").asInt())
                .isEqualTo(21);
        assertThat(sent(200, "GET", "/permissions/history?product=Fennec", "").path("Permissions"))
                .isEqualTo(sent(200, "GET", "/permissions/history", "").path("Permissions"));
    }

    @Test
    void sortsTheNamesOfReleases() throws Exception {
        assertThat(sent(200, "GET", "/releases?names_only=1", "").path("names")).isEqualTo(json("['again', 'whole']"));
    }

    @Test
    void comparesReleasesLineByLine() throws Exception {
        JsonNode changed = json("{'name': 'again', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': 'ö'}");
        ObjectNode body = JSON.createObjectNode().put("name", "again").put("product", "Firefox");
        body.put("data_version", 1).put("change_type", "update").put("when", 4_102_444_800_000L);
        sent(
                200,
                "POST",
                "/scheduled_changes/releases",
                body.put("data", changed.toString()).toString());
        assertThat(send("GET", "/scheduled_change/diff/release/1", "").body().lines())
                .contains("-  \"extv\": \"\\u00e4\",", "+  \"extv\": \"\\u00f6\",", "-  \"platforms\": {},");
    }

    @Test
    void refusesASignoffInARoleThatOneDoesNotHaveBeforeAnythingElse() throws Exception {
        sent(403, "POST", "/scheduled_changes/rules/99/signoffs", "{'role': 'relman'}");
        sent(404, "POST", "/scheduled_changes/rules/99/signoffs", "{'role': 'releng'}");
    }
}
