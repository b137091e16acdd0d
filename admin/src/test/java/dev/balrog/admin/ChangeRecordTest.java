// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The record of one scheduled change in the history of everything, also of a deletion, which has only a key itself. */
@Tag("slow")
@Timeout(120)
class ChangeRecordTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LATER = "\"when\": 4102444800000";

    @TempDir
    private Path directory;

    private static final String STATE = """
            {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}],
             "user_roles": [{"username": "ada", "role": "releng", "data_version": 1}],
             "releases": [{"name": "free", "product": "Firefox", "read_only": false, "data_version": 1,
                "data": {"name": "free", "schema_version": 1, "hashFunction": "sha512"}}]}""";

    @ParameterizedTest
    @EnumSource(Kind.class)
    void listsWhatHappenedToOneScheduledChange(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, JSON.readTree(STATE), "{}")) {
            String first = addRule(admin, "nightly");
            String second = addRule(admin, "beta");
            schedule(admin, first);
            int deletion = schedule(admin, second);
            send(admin, "POST", "/scheduled_changes/rules/" + deletion + "/signoffs", "{\"role\": \"releng\"}");
            send(admin, "DELETE", "/scheduled_changes/rules/" + deletion + "?data_version=1", "");

            List<JsonNode> entries = entries(admin, "kind=rule&sc_id=" + deletion);

            assertThat(entries)
                    .isNotEmpty()
                    .allSatisfy(entry -> assertThat(entry.path("sc_id").asInt()).isEqualTo(deletion));
            assertThat(entries.stream().map(entry -> entry.path("change_type").asString()))
                    .contains("insert", "delete");
            assertThat(entries.stream().map(entry -> entry.path("signoff").asBoolean()))
                    .contains(true, false);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void saysOfAScheduledDeletionWhatIsDeletedAndFindsItByThat(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, JSON.readTree(STATE), "{}")) {
            String rule = addRule(admin, "nightly");
            int deletion = schedule(admin, rule);

            for (String filter : List.of("product=Firefox", "channel=nightly", "name=free")) {
                assertThat(entries(admin, "kind=rule&" + filter))
                        .as(filter)
                        .filteredOn(entry -> entry.path("sc_id").asInt() == deletion)
                        .isNotEmpty()
                        .allSatisfy(entry -> assertThat(entry.path("label").asString())
                                .endsWith("Rule " + rule + " (Firefox, nightly)"));
            }
            assertThat(entries(admin, "kind=rule&product=Thunderbird")).isEmpty();
        }
    }

    private static String addRule(AdminOnDatabase admin, String channel) throws Exception {
        return send(admin, "POST", "/rules", """
                {"product": "Firefox", "channel": "%s", "mapping": "free", "priority": 50, "backgroundRate": 10,
                 "update_type": "minor"}""".formatted(channel)).strip();
    }

    private static int schedule(AdminOnDatabase admin, String rule) throws Exception {
        String body = "{\"change_type\": \"delete\", \"rule_id\": " + rule + ", \"data_version\": 1, " + LATER + "}";
        return JSON.readTree(send(admin, "POST", "/scheduled_changes/rules", body))
                .path("sc_id")
                .asInt();
    }

    private static List<JsonNode> entries(AdminOnDatabase admin, String query) throws Exception {
        return JSON.readTree(send(admin, "GET", "/v2/history?" + query, ""))
                .path("entries")
                .valueStream()
                .toList();
    }

    private static String send(AdminOnDatabase admin, String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return response.body();
    }
}
