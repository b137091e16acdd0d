// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.service.AnonymousRead;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Security findings 6b, 7, 12, 13, 17 and 19g, and F10b, over HTTP: who somebody is, and who sees whom. */
@Tag("slow")
class IdentityTest {
    private static final String ALLOWLIST = "{\"good.test\": [\"P1\"]}";
    private static final String LATER = "4000000000000";

    @TempDir
    private Path directory;

    private @Nullable AdminOnDatabase started;

    private void start(Kind kind) throws Exception {
        started = AdminOnDatabase.start(kind, directory, json("""
                {'permissions': [
                   {'username': 'ada@x.test', 'permission': 'admin', 'data_version': 1},
                   {'username': 'perm@x.test', 'permission': 'permission', 'data_version': 1},
                   {'username': 'bob@x.test', 'permission': 'rule', 'data_version': 1},
                   {'username': 'mal@x.test', 'permission': 'rule', 'data_version': 1},
                   {'username': 'agent', 'permission': 'scheduled_change', 'data_version': 1}],
                 'user_roles': [
                   {'username': 'bob@x.test', 'role': 'releng', 'data_version': 1},
                   {'username': 'agent', 'role': 'releng', 'data_version': 1}],
                 'product_req_signoffs': [
                   {'product': 'P1', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1,
                    'data_version': 1}],
                 'releases_json': [
                   {'name': 'P1-evil', 'product': 'P1', 'data_version': 1, 'read_only': false,
                    'data': {'name': 'P1-evil', 'schema_version': 9, 'hashFunction': 'sha512', 'platforms': {}}}],
                 'rules': [
                   {'rule_id': 1, 'product': 'P1', 'channel': 'nightly', 'priority': 1, 'backgroundRate': 100,
                    'update_type': 'minor', 'data_version': 1}],
                 'rules_history': [
                   {'change_id': 1, 'changed_by': 'ada@x.test', 'timestamp': 1, 'rule_id': 1, 'product': 'P1',
                    'priority': 1, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}]}"""), ALLOWLIST);
    }

    private AdminOnDatabase admin() {
        return Objects.requireNonNull(started);
    }

    @AfterEach
    void close() {
        admin().close();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private HttpResponse<String> send(String who, String method, String target, String body) throws Exception {
        return admin().send(
                        method,
                        target,
                        body.replace('\'', '"'),
                        who.isEmpty()
                                ? List.of("Content-Type", "application/json")
                                : List.of("Authorization", "Bearer " + who, "Content-Type", "application/json"));
    }

    private HttpResponse<String> get(String who, String target) throws Exception {
        return send(who, "GET", target, "");
    }

    private static String scheduledRole() {
        return "{'change_type': 'insert', 'username': 'mal@x.test', 'role': 'releng', 'when': " + LATER + "}";
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aRoleIsGrantedWithTheSignoffOfAnotherHolder(Kind kind) throws Exception {
        start(kind);
        HttpResponse<String> direct = send("perm@x.test", "PUT", "/users/mal@x.test/roles/releng", "");
        assertThat(direct.statusCode()).isEqualTo(400);
        assertThat(json(direct.body()).path("detail").asString()).isEqualTo("Signoff Required");
        HttpResponse<String> preflight = send(
                "perm@x.test",
                "POST",
                "/v2/preflight",
                "{'kind': 'user_role', 'change_type': 'insert', 'row': {'username': 'mal@x.test', 'role': 'releng'}}");
        assertThat(json(preflight.body()).path("required_signoffs").toString())
                .as(preflight.body())
                .isEqualTo("{\"releng\":1}");

        HttpResponse<String> scheduled = send("perm@x.test", "POST", "/scheduled_changes/user_roles", scheduledRole());
        assertThat(scheduled.statusCode()).as(scheduled.body()).isEqualTo(200);
        String change = "/scheduled_changes/user_roles/"
                + json(scheduled.body()).get("sc_id").asInt();
        assertThat(send("agent", "POST", change + "/enact", "").statusCode()).isEqualTo(400);
        // Named like the holder of the role, but logged in as a client.
        HttpResponse<String> client = send("client:bob@x.test", "POST", change + "/signoffs", "{'role': 'releng'}");
        assertThat(client.statusCode()).isEqualTo(403);
        assertThat(client.body()).contains("System account cannot signoff");
        assertThat(send("bob@x.test", "POST", change + "/signoffs", "{'role': 'releng'}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode listed =
                json(get("perm@x.test", "/scheduled_changes/user_roles").body());
        assertThat(listed.path("scheduled_changes").get(0).path("signoffs").toString())
                .isEqualTo("{\"bob@x.test\":\"releng\"}");
        admin().at(Instant.ofEpochMilli(Long.parseLong(LATER)));
        assertThat(send("agent", "POST", change + "/enact", "").statusCode()).isEqualTo(200);
        assertThat(get("ada@x.test", "/users/mal@x.test").body()).contains("\"releng\"");
        assertThat(get("ada@x.test", change + "/revisions").body()).contains("\"count\":2");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aPermissionIsRevokedAtOnce(Kind kind) throws Exception {
        start(kind);
        assertThat(send(
                                "ada@x.test",
                                "POST",
                                "/required_signoffs/permissions",
                                "{'product': 'P1', 'role': 'releng', 'signoffs_required': 1}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("perm@x.test", "DELETE", "/users/mal@x.test/permissions/rule?data_version=1", "")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> last =
                send("ada@x.test", "DELETE", "/users/ada@x.test/permissions/admin?data_version=1", "");
        assertThat(last.statusCode()).isEqualTo(400);
        assertThat(last.body()).contains("last user with an unlimited admin permission");
    }

    /** Findings 12 and F10c. */
    @ParameterizedTest
    @ValueSource(strings = {"utf8mb4_general_ci", "utf8mb3_general_ci"})
    void namesAreComparedExactlyWhateverTheCollation(String collation) throws Exception {
        start(Kind.MARIADB);
        String charset = collation.substring(0, collation.indexOf('_'));
        admin().database().write(sql -> {
            for (String table : List.of(
                    "permissions",
                    "user_roles",
                    "rules",
                    "rules_history",
                    "releases",
                    "releases_json",
                    "rules_scheduled_changes",
                    "rules_scheduled_changes_signoffs")) {
                sql.execute("ALTER TABLE " + table + " CONVERT TO CHARACTER SET " + charset + " COLLATE " + collation);
            }
            return 0;
        });
        for (String name : List.of("BOB@X.TEST", "Bob@x.test", "bob@x.tesT")) {
            HttpResponse<String> created = send(name, "POST", "/rules/1", "{'priority': 2, 'data_version': 1}");
            assertThat(created.statusCode()).as(name).isEqualTo(403);
        }
        HttpResponse<String> mapped =
                send("bob@x.test", "POST", "/rules/1", "{'mapping': 'p1-EVIL', 'data_version': 1}");
        assertThat(mapped.statusCode()).as(mapped.body()).isEqualTo(400);
        assertThat(send("bob@x.test", "POST", "/rules/1", "{'mapping': 'P1-evil', 'data_version': 1}")
                        .statusCode())
                .isEqualTo(200);
        // A name that the collation takes for one that is there already is the client's fault.
        HttpResponse<String> twin =
                send("ada@x.test", "PUT", "/users/BOB@x.test/permissions/release", "{'options': ''}");
        assertThat(twin.statusCode()).isEqualTo(400);
        assertThat(twin.body()).contains("only in case");
    }

    @Test
    void anonymousClientsSeeNoNamesOfPeople() throws Exception {
        start(Kind.SQLITE);
        String rule = "{'change_type': 'update', 'rule_id': 1, 'data_version': 1, 'product': 'P1',"
                + " 'channel': 'release', 'priority': 1, 'backgroundRate': 50, 'update_type': 'minor', 'when': "
                + LATER + "}";
        assertThat(send("bob@x.test", "POST", "/scheduled_changes/rules", rule).statusCode())
                .isEqualTo(200);
        send("perm@x.test", "POST", "/scheduled_changes/user_roles", scheduledRole());
        List<String> targets = List.of(
                "/scheduled_changes/rules",
                "/scheduled_changes/rules/1",
                "/scheduled_changes/rules/1/revisions",
                "/rules/1/revisions",
                "/rules?timestamp=" + LATER,
                "/rules/history",
                "/v2/releases");
        List<String> about = List.of(
                "/scheduled_changes/user_roles", "/scheduled_changes/permissions", "/rules/history?changed_by=a");
        assertThat(get("", "/scheduled_changes/rules").body()).contains("\"signoffs\":{\"bob@x.test\":\"releng\"}");

        admin().show(AnonymousRead.REDACTED);
        admin().configure(json("{'DB_ALLOWLIST': " + ALLOWLIST + "}"), null);
        for (String target : targets) {
            HttpResponse<String> anonymous = get("", target);
            assertThat(anonymous.statusCode()).as(target).isEqualTo(200);
            assertThat(anonymous.body()).as(target).doesNotContain("@x.test");
            assertThat(get("bob@x.test", target).body().contains("@x.test"))
                    .as(target)
                    .isEqualTo(!target.equals("/v2/releases"));
        }
        assertThat(get("", "/scheduled_changes/rules").body()).contains("\"signoffs\":{\"redacted-1\":\"releng\"}");
        for (String target : about) {
            assertThat(get("", target).statusCode()).as(target).isEqualTo(401);
            assertThat(get("bob@x.test", target).statusCode()).as(target).isEqualTo(200);
        }

        admin().show(AnonymousRead.NONE);
        admin().configure(json("{'DB_ALLOWLIST': " + ALLOWLIST + "}"), null);
        for (String target : List.of("/rules", "/rules/1", "/v2/releases", "/releases", "/emergency_shutoff")) {
            assertThat(get("", target).statusCode()).as(target).isEqualTo(401);
            assertThat(get("bob@x.test", target).statusCode()).as(target).isEqualTo(200);
        }
        for (String target : List.of("/__lbheartbeat__", "/__version__", "/__heartbeat__", "/api-docs/")) {
            assertThat(get("", target).statusCode()).as(target).isNotEqualTo(401);
        }
    }

    @Test
    void noCacheKeepsWhatIsAboutPeople() throws Exception {
        start(Kind.SQLITE);
        for (String target : List.of(
                "/users",
                "/users/bob@x.test",
                "/permissions/history",
                "/v2/history",
                "/scheduled_changes/user_roles")) {
            HttpResponse<String> response = get("ada@x.test", target);
            assertThat(response.statusCode()).as(target).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control"))
                    .as(target)
                    .hasValue("no-store");
        }
    }
}
