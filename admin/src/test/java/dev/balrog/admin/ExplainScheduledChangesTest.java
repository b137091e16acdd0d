// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Tag("slow")
class ExplainScheduledChangesTest {
    private static final List<String> CHANNELS = List.of("release", "beta", "conditions", "aurora", "esr");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void rulesCountAsTheyWillBe(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            int update = schedule(admin, """
                    {"change_type": "update", "rule_id": 3, "data_version": 1, "priority": 95, "mapping": "Firefox-2.0",
                     "backgroundRate": 100, "update_type": "minor", "product": "Firefox", "channel": "beta"}""");
            int delete = schedule(admin, """
                    {"change_type": "delete", "rule_id": 1, "data_version": 3}""");
            int insert = schedule(admin, """
                    {"change_type": "insert", "priority": 508, "mapping": "Firefox-1.5", "backgroundRate": 100,
                     "update_type": "major", "product": "Firefox", "channel": "aurora"}""");
            int done = schedule(admin, """
                    {"change_type": "delete", "rule_id": 2, "data_version": 1}""");
            enact(admin, done);

            JsonNode now = explain(admin, "beta", false);
            assertThat(now.path("scheduled_changes").isEmpty()).isTrue();
            assertThat(now.path("outcome").asString()).isEqualTo("no_update");
            assertThat(now.path("scheduled_change").isNull()).isTrue();

            JsonNode updated = explain(admin, "beta", true);
            assertThat(updated.path("scheduled_changes"))
                    .isEqualTo(Explained.JSON.readTree("""
                    [{"rule_id": 3, "scheduled_change": %d, "change_type": "update"},
                     {"rule_id": 1, "scheduled_change": %d, "change_type": "delete"},
                     {"rule_id": null, "scheduled_change": %d, "change_type": "insert"}]""".formatted(update, delete, insert)));
            assertThat(updated.path("release").asString()).isEqualTo("Firefox-2.0");
            assertThat(updated.path("rule").asInt()).isEqualTo(3);
            assertThat(updated.path("scheduled_change").asInt()).isEqualTo(update);

            assertThat(explain(admin, "release", false).path("rule").asInt()).isEqualTo(1);
            assertThat(explain(admin, "release", true).path("rule").isNull()).isTrue();

            JsonNode inserted = explain(admin, "aurora", true);
            assertThat(inserted.path("rule").isNull()).isTrue();
            assertThat(inserted.path("scheduled_change").asInt()).isEqualTo(insert);
            assertThat(inserted.path("sentence").asString())
                    .isEqualTo(
                            "The rule of scheduled change " + insert + " applies: the request is offered Firefox-1.5.");
            assertThat(explain(admin, "aurora", false).path("rule").asInt()).isEqualTo(9);

            // What was told beforehand is what comes to be.
            List<JsonNode> before = answers(admin, true);
            assertThat(answers(admin, false)).isNotEqualTo(before);
            enact(admin, update);
            enact(admin, delete);
            enact(admin, insert);
            assertThat(answers(admin, false)).isEqualTo(before);
            assertThat(explain(admin, "beta", true).path("scheduled_changes").isEmpty())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesThatCanNotBeMadeAreLeftOut(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory)) {
            ObjectNode state = (ObjectNode) Explained.STATE.deepCopy();
            state.set("rules_scheduled_changes", Explained.JSON.readTree("""
                    [{"sc_id": 1, "scheduled_by": "ada", "complete": false, "data_version": 1, "change_type": "delete",
                      "base_rule_id": 99, "base_data_version": 1},
                     {"sc_id": 2, "scheduled_by": "ada", "complete": false, "data_version": 1, "change_type": "delete",
                      "base_rule_id": 1, "base_data_version": 2}]"""));
            admin.reset(state);
            admin.configure(Explained.SETTINGS, null);

            assertThat(TestDatabases.state(admin.database()).path("rules_scheduled_changes"))
                    .hasSize(2);
            JsonNode told = explain(admin, "release", true);
            assertThat(told.path("scheduled_changes").isEmpty()).isTrue();
            assertThat(told.path("rule").asInt()).isEqualTo(1);
        }
    }

    private static int schedule(AdminOnDatabase admin, String change) throws Exception {
        ObjectNode body = (ObjectNode) Explained.JSON.readTree(change);
        body.put("when", System.currentTimeMillis() + 3_600_000);
        HttpResponse<String> response = Explained.send(admin, "POST", "/scheduled_changes/rules", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Explained.JSON.readTree(response.body()).path("sc_id").asInt();
    }

    private static void enact(AdminOnDatabase admin, int id) throws Exception {
        admin.at(Instant.now().plus(Duration.ofHours(2)));
        HttpResponse<String> response = Explained.send(
                admin, "POST", "/scheduled_changes/rules/" + id + "/enact", Explained.JSON.createObjectNode());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static JsonNode explain(AdminOnDatabase admin, String channel, boolean scheduledChanges) throws Exception {
        String url = "/update/3/Firefox/1.0/20240101000000/Linux/de/" + channel
                + "/Linux/default/default/update.xml?force=1";
        return Explained.explain(admin, url, scheduledChanges);
    }

    private static List<JsonNode> answers(AdminOnDatabase admin, boolean scheduledChanges) throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        for (String channel : CHANNELS) {
            answers.add(explain(admin, channel, scheduledChanges).path("answer"));
        }
        return answers;
    }
}
