// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(120)
class ChangeSetApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Schema SET = Explained.schema("ChangeSet");
    private static final Schema SUMMARY = Explained.schema("ChangeSetSummary");
    private static final Schema HISTORY = Explained.schema("HistoryPage");
    private static final String CHANGES = """
            [{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'data_version': 1, 'backgroundRate': 50}},
             {'kind': 'emergency_shutoff', 'change_type': 'insert', 'row': {'product': 'Q', 'channel': 'c'}},
             {'kind': 'expectation', 'change_type': 'insert', 'row': {'expectation': {'name': 'served', 'requests':
               [{'product': 'P', 'channel': 'c', 'version': '1.0'}], 'expect': {'update': 'none'}}}},
             {'kind': 'product_required_signoff', 'change_type': 'insert', 'row': {'product': 'Q', 'channel': 'c',
              'role': 'relman', 'signoffs_required': 1}}]""";

    @TempDir
    private Path directory;

    /** Changes of the rule need a signoff of relman. */
    private AdminOnDatabase start(Kind kind) throws Exception {
        return AdminOnDatabase.start(kind, directory, JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "rule", "username": "bob", "data_version": 1},
                   {"permission": "rule", "username": "eve", "options": {"products": ["Q"]}, "data_version": 1}],
                 "user_roles": [{"username": "bob", "role": "relman", "data_version": 1}],
                 "product_req_signoffs": [
                   {"product": "P", "channel": "c", "role": "relman", "signoffs_required": 1, "data_version": 1}],
                 "rules": [
                   {"rule_id": 1, "product": "P", "channel": "c", "priority": 1, "backgroundRate": 100,
                    "update_type": "minor", "data_version": 1},
                   {"rule_id": 2, "product": "Q", "channel": "c", "priority": 1, "backgroundRate": 100,
                    "update_type": "minor", "data_version": 1}]}"""), "{}");
    }

    private static JsonNode set(AdminOnDatabase admin, String user, int id) throws Exception {
        return valid(SET, admin.sends(200, user, "GET", "/v2/change_sets/" + id, ""));
    }

    private static JsonNode valid(Schema schema, JsonNode json) {
        assertThat(schema.validate(json)).as("%s", json).isEmpty();
        return json;
    }

    private static JsonNode rule(AdminOnDatabase admin, int id) throws Exception {
        return admin.sends(200, "bob", "GET", "/rules/" + id, "");
    }

    private static String proposal(String changes) {
        return "{'description': 'Ship it.', 'changes': " + changes + "}";
    }

    private static String update(int rule, int version, int rate) {
        return "[{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': %d, 'data_version': %d, 'backgroundRate': %d}}]"
                .formatted(rule, version, rate);
    }

    @ParameterizedTest
    @EnumSource
    void aSetIsProposedSignedSimulatedAndEnacted(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            JsonNode checked = valid(SET, admin.sends(200, "ada", "POST", "/v2/change_sets/check", proposal(CHANGES)));
            assertThat(checked.at("/missing_signoffs/relman").asInt()).isOne();
            assertThat(admin.sends(200, "ada", "GET", "/v2/change_sets", "").path("change_sets"))
                    .isEmpty();

            JsonNode set = valid(SET, admin.sends(201, "ada", "POST", "/v2/change_sets", proposal(CHANGES)));
            int id = set.path("set_id").asInt();
            assertThat(set.path("number_of_changes").asInt()).isEqualTo(4);
            assertThat(set.at("/changes/0/current/backgroundRate").asInt()).isEqualTo(100);
            assertThat(set.at("/changes/0/row/backgroundRate").asInt()).isEqualTo(50);
            assertThat(set.at("/changes/2/row/expectation/name").asString()).isEqualTo("served");
            assertThat(set.path("required_signoffs").toString()).isEqualTo("{\"relman\":1}");
            assertThat(set(admin, "bob", id)).isEqualTo(set);
            valid(
                    SUMMARY,
                    admin.sends(200, "ada", "GET", "/v2/change_sets?state=open", "")
                            .at("/change_sets/0"));
            assertThat(admin.sends(
                                    200,
                                    "ada",
                                    "POST",
                                    "/v2/simulate",
                                    "{'change_sets': [%d], 'requests': [{'url': '/update/1/P/1.0/1/t/de/c/update.xml'}]}"
                                            .formatted(id))
                            .at("/sample/requests")
                            .asInt())
                    .isOne();
            admin.sends(404, "ada", "POST", "/v2/simulate", "{'change_sets': [99]}");

            String enact = "/v2/change_sets/" + id + "/enact";
            assertThat(admin.sends(400, "ada", "POST", enact, "{}")
                            .path("detail")
                            .asString())
                    .isEqualTo("Signoff Required");
            String stale = "{'role': 'relman', 'data_version': 1, 'digest': '%s'}".formatted("0".repeat(64));
            String signoffs = "/v2/change_sets/" + id + "/signoffs";
            assertThat(admin.sends(409, "bob", "POST", signoffs, stale)
                            .path("digest")
                            .asString())
                    .isEqualTo(set.path("digest").asString());
            admin.sends(403, "ada", "POST", signoffs, "{'role': 'relman'}");
            admin.sends(
                    200,
                    "bob",
                    "POST",
                    signoffs,
                    stale.replace("0".repeat(64), set.path("digest").asString()));
            assertThat(set(admin, "ada", id).path("signoffs").toString()).isEqualTo("{\"bob\":\"relman\"}");
            admin.sends(403, "bob", "POST", enact, "{}");

            JsonNode enacted = valid(SET, admin.sends(200, "ada", "POST", enact, "{'data_version': 1}"));
            assertThat(enacted.path("state").asString()).isEqualTo("enacted");
            assertThat(enacted.path("signoffs").toString()).isEqualTo("{\"bob\":\"relman\"}");
            assertThat(rule(admin, 1).path("backgroundRate").asInt()).isEqualTo(50);
            assertThat(admin.sends(200, "bob", "GET", "/v2/expectations/served", "")
                            .path("data_version")
                            .asInt())
                    .isOne();
            assertThat(admin.sends(400, "ada", "POST", enact, "{}")
                            .path("exception")
                            .asString())
                    .isEqualTo("The change set is already enacted");
            // The expectation has become one of a channel that needs signoffs.
            JsonNode refused = admin.sends(400, "ada", "DELETE", "/v2/expectations/served?data_version=1", "");
            assertThat(refused.path("detail").asString()).isEqualTo("Signoff Required");
            assertThat(refused.path("exception").asString()).contains("propose a change set");
            // The set in the history, and each of its changes.
            JsonNode history = valid(HISTORY, admin.sends(200, "ada", "GET", "/v2/history?limit=50", ""))
                    .path("entries");
            assertThat(history.valueStream()
                            .map(entry -> entry.path("kind").asString() + " "
                                    + entry.path("change_type").asString()))
                    .contains(
                            "change_set insert",
                            "change_set update",
                            "rule update",
                            "emergency_shutoff insert",
                            "expectation insert",
                            "product_required_signoff insert");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSetThatCantBeEnactedChangesNothing(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            String both =
                    update(2, 1, 40).replace("]", "") + ", " + update(1, 1, 50).substring(1);
            int id = admin.sends(201, "bob", "POST", "/v2/change_sets", proposal(both))
                    .path("set_id")
                    .asInt();
            // Bob's own role is the one that is required.
            assertThat(set(admin, "bob", id).path("missing_signoffs")).isEmpty();
            int other = admin.sends(201, "ada", "POST", "/v2/change_sets", proposal(update(2, 1, 30)))
                    .path("set_id")
                    .asInt();
            assertThat(set(admin, "bob", id).at("/conflicts/0/id").asInt()).isEqualTo(other);
            admin.sends(200, "ada", "POST", "/v2/change_sets/" + other + "/enact", "{}");

            JsonNode conflict = set(admin, "bob", id);
            assertThat(conflict.at("/conflicts/0/kind").asString()).isEqualTo("outdated");
            assertThat(conflict.path("obstacle").asString()).startsWith("Change 1 of the change set");
            JsonNode problem = admin.sends(400, "ada", "POST", "/v2/change_sets/" + id + "/enact", "{}");
            assertThat(problem.path("detail").asString()).isEqualTo("OutdatedDataError");
            assertThat(problem.path("change").asInt()).isOne();
            assertThat(rule(admin, 1).path("backgroundRate").asInt()).isEqualTo(100);
            assertThat(rule(admin, 2).path("backgroundRate").asInt()).isEqualTo(30);

            // An edit repairs it, and its signoffs are those of its author only.
            String repaired = "{'data_version': 1, 'changes': "
                    + both.replace("'rule_id': 2, 'data_version': 1", "'rule_id': 2, 'data_version': 2") + "}";
            JsonNode edited = valid(SET, admin.sends(200, "ada", "PUT", "/v2/change_sets/" + id, repaired));
            assertThat(edited.path("author").asString()).isEqualTo("ada");
            assertThat(edited.at("/ineffective_signoffs/0/reason").asString()).isEqualTo("stale");
            admin.sends(400, "ada", "POST", "/v2/change_sets/" + id + "/enact", "{}");
            admin.sends(400, "ada", "PUT", "/v2/change_sets/" + id, repaired);
            admin.sends(200, "bob", "POST", "/v2/change_sets/" + id + "/signoffs", "{'role': 'relman'}");
            admin.sends(404, "ada", "DELETE", "/v2/change_sets/" + id + "/signoffs", "");
            admin.sends(200, "ada", "DELETE", "/v2/change_sets/" + id + "/signoffs?username=bob", "");
            admin.sends(403, "bob", "DELETE", "/v2/change_sets/" + id + "?data_version=2", "");
            admin.sends(200, "ada", "DELETE", "/v2/change_sets/" + id + "?data_version=2", "");
            assertThat(set(admin, "bob", id).path("state").asString()).isEqualTo("cancelled");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void badInputAndMissingPermissionsAreRejected(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            for (String changes : List.of(
                    "[]",
                    "[{'kind': 'permission', 'change_type': 'insert', 'row': {}}]",
                    "[{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'backgroundRate': 1}}]",
                    "[{'kind': 'rule', 'change_type': 'insert', 'row': {'product': 'P', 'priority': 1}}]",
                    "[{'kind': 'release', 'change_type': 'delete', 'row': {'name': 'R', 'split': true}}]",
                    "[{'kind': 'expectation', 'change_type': 'insert', 'row': {}}]",
                    "[{'kind': 'expectation', 'change_type': 'delete', 'row': {'name': 'a'}}]",
                    "[{'kind': 'pin', 'change_type': 'delete', 'row': {'product': 'P', 'data_version': 1}}]")) {
                admin.sends(400, "ada", "POST", "/v2/change_sets", proposal(changes));
            }
            JsonNode denied = admin.sends(403, "eve", "POST", "/v2/change_sets", proposal(update(1, 1, 1)));
            assertThat(denied.path("exception").asString())
                    .isEqualTo("Change 1 of the change set (update of rule 1): eve is not allowed to modify"
                            + " rules for product P");
            admin.sends(404, "ada", "GET", "/v2/change_sets/7", "");
            admin.sends(401, "", "GET", "/v2/change_sets", "");
            assertThat(admin.sends(200, "ada", "GET", "/v2/change_sets", "").path("change_sets"))
                    .isEmpty();
        }
    }
}
