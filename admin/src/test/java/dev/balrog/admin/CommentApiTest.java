// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.admin.feed.ChangeFeed;
import dev.balrog.service.AnonymousRead;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(120)
class CommentApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Schema COMMENT = Explained.schema("ChangeComment");
    private static final Schema HISTORY = Explained.schema("HistoryPage");
    private static final Schema EVENT = Explained.schema("ChangeEvent");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long WHEN = NOW.toEpochMilli() + 2_500;
    private static final Instant DUE = NOW.plusSeconds(3);
    private static final String REQUEST = """
            {'kind': 'rule', 'sc_id': 1, 'sc_data_version': 1, 'message': 'Not on a Friday.', 'requests_changes': true}""";

    @TempDir
    private Path directory;

    /** With one scheduled change of a rule, which needs no signoffs. */
    private AdminOnDatabase start(Kind kind) throws Exception {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "rule", "username": "bob", "data_version": 1},
                   {"permission": "rule", "username": "eve", "data_version": 1},
                   {"permission": "scheduled_change", "username": "agent", "data_version": 1}],
                 "rules": [
                   {"rule_id": 1, "product": "P", "channel": "c", "priority": 1, "backgroundRate": 100,
                    "update_type": "minor", "data_version": 1}]}"""), "{}");
        admin.at(NOW);
        admin.sends(200, "ada", "POST", "/scheduled_changes/rules", """
                {'change_type': 'update', 'rule_id': 1, 'data_version': 1, 'product': 'P', 'channel': 'c',
                 'priority': 2, 'backgroundRate': 100, 'update_type': 'minor', 'when': %d}""".formatted(WHEN));
        return admin;
    }

    private static JsonNode listed(AdminOnDatabase admin, String query) throws Exception {
        JsonNode comments =
                admin.sends(200, "bob", "GET", "/v2/comments" + query, "").path("comments");
        comments.forEach(comment ->
                assertThat(COMMENT.validate(comment)).as("%s", comment).isEmpty());
        return comments;
    }

    private static JsonNode change(AdminOnDatabase admin, String user) throws Exception {
        return admin.sends(200, user, "GET", "/scheduled_changes/rules", "")
                .path("scheduled_changes")
                .path(0);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestKeepsAgentsFromEnactingAndHoldsUpNothingElse(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            JsonNode comment = admin.sends(201, "eve", "POST", "/v2/comments", REQUEST);
            assertThat(COMMENT.validate(comment)).isEmpty();
            assertThat(comment.path("blocks").asBoolean()).isTrue();

            admin.at(DUE);
            assertThat(change(admin, "bob").path("enactment_obstacle").asString())
                    .startsWith("eve requests changes");
            assertThat(change(admin, "bob")
                            .at("/required_signoffs/cannot be enacted")
                            .asInt())
                    .isOne();
            MozillaAgent.RoundOutcome round = new MozillaAgent(admin, "agent").round(DUE.toEpochMilli());
            assertThat(round.failure()).isEmpty();
            assertThat(round.enacted()).isEmpty();
            JsonNode problem = admin.sends(400, "ada", "POST", "/scheduled_changes/rules/1/enact", "{}");
            assertThat(problem.path("detail").asString()).isEqualTo("Changes requested");
            assertThat(problem.path("changes_requested_by")).isEqualTo(JSON.readTree("[\"eve\"]"));
            assertThat(problem.path("exception").asString()).contains("eve requests changes");

            assertThat(admin.sends(403, "bob", "POST", "/v2/comments/rule/1/1/resolve", "")
                            .path("exception")
                            .asString())
                    .contains("bob is not allowed to dismiss");
            JsonNode dismissed = admin.sends(200, "ada", "POST", "/v2/comments/rule/1/1/resolve", "");
            assertThat(COMMENT.validate(dismissed)).isEmpty();
            assertThat(dismissed.path("resolved_by").asString()).isEqualTo("ada");
            assertThat(dismissed.path("blocks").asBoolean()).isFalse();
            admin.sends(400, "eve", "POST", "/v2/comments/rule/1/1/resolve", "");
            assertThat(new MozillaAgent(admin, "agent")
                            .round(DUE.toEpochMilli())
                            .enacted())
                    .containsExactly("/scheduled_changes/rules/1/enact");
            assertThat(listed(admin, "?kind=rule&sc_id=1").at("/0/outdated").asBoolean())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEditOutdatesRequestsAndStaleComments(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            admin.sends(201, "eve", "POST", "/v2/comments", REQUEST);
            admin.sends(200, "ada", "POST", "/scheduled_changes/rules/1", """
                    {'sc_data_version': 1, 'data_version': 1, 'priority': 3, 'when': %d}""".formatted(WHEN));
            assertThat(admin.sends(400, "eve", "POST", "/v2/comments", REQUEST)
                            .path("detail")
                            .asString())
                    .isEqualTo("OutdatedDataError");
            JsonNode comment = listed(admin, "").path(0);
            assertThat(comment.path("outdated").asBoolean()).isTrue();
            assertThat(comment.path("blocks").asBoolean()).isFalse();
            admin.at(DUE);
            admin.sends(200, "agent", "POST", "/scheduled_changes/rules/1/enact", "{}");
            assertThat(listed(admin, "").isEmpty()).isTrue();
            assertThat(listed(admin, "?kind=rule&sc_id=1").at("/0/outdated").asBoolean())
                    .isTrue();
            assertThat(listed(admin, "?kind=pin&sc_id=1").isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStepIsStreamedAndInTheHistory(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind);
                EventReader reader = EventReader.open(admin, null, null)) {
            reader.opened();
            admin.sends(201, "bob", "POST", "/v2/comments", REQUEST.replace("true", "false"));
            admin.sends(201, "eve", "POST", "/v2/comments", REQUEST);
            admin.sends(201, "eve", "POST", "/v2/comments", REQUEST);
            admin.sends(200, "eve", "POST", "/v2/comments/rule/1/2/resolve", "");
            admin.sends(200, "ada", "POST", "/v2/comments/rule/1/3/resolve", "");
            for (String action : List.of("comment", "request_changes", "request_changes", "withdraw", "dismiss")) {
                EventReader.Event event = reader.next();
                assertThat(event.told("action")).isEqualTo(action);
                assertThat(event.told("kind")).isEqualTo("rule");
                assertThat(event.data().path("sc_id").asInt()).isOne();
                assertThat(EVENT.validate(event.data())).as("%s", event.data()).isEmpty();
            }
            JsonNode page = admin.sends(200, "bob", "GET", "/v2/history?kind=rule&sc_id=1", "");
            assertThat(HISTORY.validate(page)).isEmpty();
            List<JsonNode> comments = page.path("entries")
                    .valueStream()
                    .filter(entry -> entry.path("comment").asBoolean())
                    .toList();
            assertThat(comments).hasSize(5).allSatisfy(entry -> {
                assertThat(entry.path("scheduled").asBoolean()).isTrue();
                assertThat(entry.path("signoff").asBoolean()).isFalse();
                assertThat(entry.path("label").asString()).isEqualTo("Comment on scheduled change 1: Rule 1 (P, c)");
            });
            assertThat(comments.getFirst().at("/after/resolved_by").asString()).isEqualTo("ada");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyUsersReadCommentsAndTheNamesInObstacles(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            admin.sends(201, "eve", "POST", "/v2/comments", REQUEST);
            admin.show(AnonymousRead.REDACTED);
            admin.limit(ChangeFeed.Limits.DEFAULT);
            admin.configure(JSON.readTree("{\"DB_ALLOWLIST\": {}}"), null);
            admin.at(DUE);
            for (String target : List.of("", "?kind=rule&sc_id=1")) {
                admin.sends(401, "", "GET", "/v2/comments" + target, "");
            }
            admin.sends(401, "", "POST", "/v2/comments", REQUEST);
            admin.sends(401, "", "POST", "/v2/comments/rule/1/1/resolve", "");
            assertThat(change(admin, "bob").path("enactment_obstacle").asString())
                    .contains("eve");
            JsonNode seen = change(admin, "");
            assertThat(seen.path("enactment_obstacle").asString()).isEqualTo("redacted");
            assertThat(seen.toString()).doesNotContain("eve");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?kind=rule", "?sc_id=1", "?kind=expectation&sc_id=1", "?kind=rule&sc_id=0"})
    void aQueryForHalfAChangeIsRejected(String query) throws Exception {
        try (AdminOnDatabase admin = start(Kind.SQLITE)) {
            admin.sends(400, "bob", "GET", "/v2/comments" + query, "");
        }
    }
}
