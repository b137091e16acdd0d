// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
@Timeout(120)
class ChannelComparisonApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Schema COMPARISON = Explained.schema("ChannelComparison");
    private static final String COMPARE = "/v2/compare_channels";

    @TempDir
    private Path directory;

    /** The test channel has a newer release than the live one, whose changes need a signoff of relman. */
    private AdminOnDatabase start(Kind kind) throws Exception {
        ObjectNode state = (ObjectNode) JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "admin", "username": "bob", "data_version": 1}],
                 "user_roles": [{"username": "bob", "role": "relman", "data_version": 1}],
                 "product_req_signoffs": [
                   {"product": "Firefox", "channel": "release", "role": "relman", "signoffs_required": 1,
                    "data_version": 1}]}""");
        ArrayNode rules = state.putArray("rules");
        rule(rules, 1, "release-cdntest", "New", 100);
        rule(rules, 2, "release", "Old", 25).put("fallbackMapping", "Old");
        rule(rules, 3, "release*", "Old", 10).put("version", "<56.0").put("priority", 200);
        rule(rules, 4, "release-cdntest", "New", 100).put("locale", "de");
        rule(rules, 5, "beta", "New", 100);
        ArrayNode releases = state.putArray("releases_json");
        release(releases, "Old", "138.0");
        release(releases, "New", "139.0");
        return AdminOnDatabase.start(kind, directory, state, "{}");
    }

    private static ObjectNode rule(ArrayNode rules, int id, String channel, String mapping, int rate) {
        return rules.addObject()
                .put("rule_id", id)
                .put("product", "Firefox")
                .put("channel", channel)
                .put("mapping", mapping)
                .put("priority", 90)
                .put("backgroundRate", rate)
                .put("update_type", "minor")
                .put("data_version", id);
    }

    private static void release(ArrayNode releases, String name, String version) {
        releases.addObject()
                .put("name", name)
                .put("product", "Firefox")
                .put("read_only", false)
                .put("data_version", 1)
                .putObject("data")
                .put("name", name)
                .put("schema_version", 50)
                .put("detailsUrl", "https://www.example.org/" + version)
                .put("type", "minor");
    }

    private static JsonNode compare(AdminOnDatabase admin, String more) throws Exception {
        JsonNode comparison = admin.sends(
                200,
                "ada",
                "POST",
                COMPARE,
                "{'product': 'Firefox', 'from': 'release-cdntest', 'to': 'release'" + more + "}");
        assertThat(COMPARISON.validate(comparison)).as("%s", comparison).isEmpty();
        return comparison;
    }

    private static List<Integer> ids(JsonNode rules) {
        return rules.valueStream().map(rule -> rule.path("rule_id").asInt()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theDifferencesBecomeAChangeSet(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            ObjectNode stored = TestDatabases.state(admin.database());
            JsonNode comparison = compare(admin, "");
            assertThat(TestDatabases.state(admin.database())).isEqualTo(stored);

            assertThat(comparison.path("settings").toString()).isEqualTo("[\"mapping\"]");
            JsonNode pair = comparison.at("/pairs/0");
            assertThat(pair.at("/from/rule_id").asInt()).isEqualTo(1);
            assertThat(pair.at("/to/rule_id").asInt()).isEqualTo(2);
            assertThat(pair.path("promoted").toString())
                    .isEqualTo("[{\"setting\":\"mapping\",\"before\":\"Old\",\"after\":\"New\"}]");
            assertThat(pair.path("kept").toString())
                    .isEqualTo("[{\"setting\":\"fallbackMapping\",\"from\":null,\"to\":\"Old\"},"
                            + "{\"setting\":\"backgroundRate\",\"from\":100,\"to\":25}]");
            assertThat(ids(comparison.path("common"))).containsExactly(3);
            assertThat(ids(comparison.path("only_from"))).containsExactly(4);
            assertThat(ids(comparison.path("only_to"))).isEmpty();
            assertThat(comparison.path("changes").toString())
                    .isEqualTo("[{\"kind\":\"rule\",\"change_type\":\"update\",\"row\":"
                            + "{\"rule_id\":2,\"data_version\":2,\"mapping\":\"New\"}}]");
            assertThat(comparison
                            .at("/simulation/groups")
                            .valueStream()
                            .map(group -> group.path("channel").asString()
                                    + " "
                                    + group.at("/after/release").asString()))
                    .contains("release New")
                    .doesNotContain("beta New");

            ObjectNode proposal = JSON.createObjectNode().put("description", "Ship 139.");
            proposal.set("changes", comparison.path("changes"));
            int id = admin.sends(201, "ada", "POST", "/v2/change_sets", proposal.toString())
                    .path("set_id")
                    .asInt();
            admin.sends(200, "bob", "POST", "/v2/change_sets/" + id + "/signoffs", "{'role': 'relman'}");
            admin.sends(200, "ada", "POST", "/v2/change_sets/" + id + "/enact", "{}");

            JsonNode after = compare(admin, "");
            assertThat(after.path("changes")).isEmpty();
            assertThat(after.path("simulation").isNull()).isTrue();
            assertThat(after.at("/pairs/0/to/mapping").asString()).isEqualTo("New");
        }
    }

    @Test
    void theCallerChoosesTheSettings() throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            JsonNode comparison =
                    compare(admin, ", 'settings': ['backgroundRate', 'fallbackMapping', 'mapping'], 'limit': 100");

            assertThat(comparison.at("/pairs/0/kept")).isEmpty();
            assertThat(comparison.at("/changes/0/row").toString())
                    .isEqualTo("{\"rule_id\":2,\"data_version\":2,\"mapping\":\"New\",\"fallbackMapping\":null,"
                            + "\"backgroundRate\":100}");
            assertThat(comparison.at("/simulation/sample/requests").asInt()).isBetween(1, 100);

            assertThat(compare(admin, ", 'rollout': 10").at("/changes/0/row").toString())
                    .isEqualTo("{\"rule_id\":2,\"data_version\":2,\"mapping\":\"New\",\"backgroundRate\":10}");
            reject(
                    admin,
                    "{'product': 'Firefox', 'from': 'release', 'to': 'beta', 'settings': ['mapping', 'backgroundRate'],"
                            + " 'rollout': 10}",
                    "the only setting");

            String url = "/update/3/Firefox/137.0/20250101000000/Linux/de/release/Linux/default/default/update.xml";
            JsonNode recorded = compare(admin, ", 'requests': [{'url': '" + url + "', 'count': 7}]");
            assertThat(recorded.at("/simulation/sample/source").asString()).isEqualTo("recorded");
        }
    }

    @Test
    void rejectsWhatMakesNoSense() throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            reject(admin, "{'product': 'Firefox', 'from': 'release*', 'to': 'release'}", "is a pattern");
            reject(admin, "{'product': 'Firefox', 'from': 'release', 'to': 'release'}", "the same channel");
            reject(admin, "{'product': 'Firefox', 'from': 'release', 'to': ''}", "has to have at least 1 character");
            reject(admin, "{'product': 'Firefox', 'from': 'release', 'to': 'beta', 'settings': ['alias']}", "settings");
            reject(admin, "{'product': 'Firefox', 'from': 'release', 'to': 'beta', 'settings': []}", "settings");
            assertThat(admin.send("POST", COMPARE, "{}", List.of("Content-Type", "application/json"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private static void reject(AdminOnDatabase admin, String body, String why) throws Exception {
        assertThat(admin.sends(400, "ada", "POST", COMPARE, body).toString()).contains(why);
    }
}
