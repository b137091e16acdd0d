// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mozilla's agent ends its round at the first rejected enactment: a change that can't be enacted must neither be tried
 * nor hold up others.
 */
@Tag("slow")
@Timeout(300)
class AgentRoundTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final long WHEN = NOW.toEpochMilli() + 2_500;
    private static final Instant DUE = NOW.plusSeconds(3);

    @TempDir
    private Path directory;

    private static JsonNode state() {
        return JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "admin", "username": "bob", "data_version": 1},
                   {"permission": "rule", "username": "mal", "data_version": 1},
                   {"permission": "scheduled_change", "username": "agent", "data_version": 1}],
                 "user_roles": [{"username": "ada", "role": "releng", "data_version": 1}],
                 "product_req_signoffs": [
                   {"product": "Zero", "channel": "c", "role": "releng", "signoffs_required": 0, "data_version": 1},
                   {"product": "Signed", "channel": "c", "role": "releng", "signoffs_required": 1, "data_version": 1}],
                 "emergency_shutoffs": [
                   {"product": "P", "channel": "x", "comment": "c", "data_version": 1}],
                 "rules": [
                   {"rule_id": 1, "product": "P", "channel": "c", "mapping": "W", "alias": "taken", "priority": 1,
                    "backgroundRate": 100, "update_type": "minor", "data_version": 1},
                   {"rule_id": 2, "product": "P", "channel": "d", "mapping": "W", "priority": 1,
                    "backgroundRate": 100, "update_type": "minor", "data_version": 1}],
                 "releases": [
                   {"name": "W", "product": "P", "read_only": false, "data_version": 1, "data":
                     {"name": "W", "schema_version": 1, "hashFunction": "sha512", "appv": "1.0", "extv": "1.0"}}],
                 "releases_json": [
                   {"name": "S", "product": "P", "read_only": false, "data_version": 1, "data":
                     {"name": "S", "schema_version": 1, "hashFunction": "sha512", "appv": "1.0", "extv": "1.0"}},
                   {"name": "S2", "product": "P", "read_only": false, "data_version": 1, "data":
                     {"name": "S2", "schema_version": 1, "hashFunction": "sha512", "appv": "1.0", "extv": "1.0"}},
                   {"name": "Z", "product": "P", "read_only": false, "data_version": 1, "data":
                     {"name": "Z", "schema_version": 1, "hashFunction": "sha512", "appv": "1.0", "extv": "1.0"}}]}""");
    }

    private AdminOnDatabase start(Kind kind) throws IOException {
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), "{}");
        admin.at(NOW);
        return admin;
    }

    private static JsonNode sends(AdminOnDatabase admin, int status, String method, String target, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = admin.send(method, target, body, AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().startsWith("{") ? JSON.readTree(response.body()) : JSON.missingNode();
    }

    /** Schedules the end of a shutoff and a change of the release S, which come last in a round. */
    private static void scheduleLaterKinds(AdminOnDatabase admin) throws IOException, InterruptedException {
        sends(admin, 200, "POST", "/scheduled_changes/emergency_shutoff", """
                {"change_type": "delete", "product": "P", "channel": "x", "data_version": 1, "when": %d}""".formatted(WHEN));
        sends(admin, 200, "POST", "/v2/releases/S", """
                {"blob": {"appv": "1.1"}, "old_data_versions": {".": 1}, "when": %d}""".formatted(WHEN));
    }

    /** Runs a round once everything is due: it has to come to its end, and to enact what can be enacted. */
    private static List<String> round(AdminOnDatabase admin) throws IOException, InterruptedException {
        admin.at(DUE);
        MozillaAgent.RoundOutcome outcome = new MozillaAgent(admin, "agent").round(DUE.toEpochMilli());
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.enacted()).contains("/scheduled_changes/emergency_shutoff/1/enact", "/v2/releases/S/enact");
        return outcome.enacted();
    }

    private static JsonNode listed(AdminOnDatabase admin, String kind) throws IOException, InterruptedException {
        return sends(admin, 200, "GET", "/scheduled_changes/" + kind, "")
                .path("scheduled_changes")
                .path(0);
    }

    private static void assertBlocked(JsonNode change, String reason) {
        assertThat(change.path("enactment_obstacle").asString("")).contains(reason);
        assertThat(change.path("required_signoffs").path("cannot be enacted").asInt())
                .isEqualTo(1);
    }

    private static void execute(AdminOnDatabase admin, String statement) {
        admin.database().write(sql -> sql.execute(statement));
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseWithAScheduledChangeCantBecomeReadOnly(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            sends(admin, 200, "POST", "/scheduled_changes/releases", """
                    {"change_type": "update", "name": "W", "product": "P", "data_version": 1, "when": %d, "data":
                    "{\\"name\\": \\"W\\", \\"schema_version\\": 1, \\"hashFunction\\": \\"sha512\\", \\"appv\\": \\"1.1\\"}"}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            assertThat(sends(admin, 400, "PUT", "/releases/W/read_only", """
                            {"read_only": true, "data_version": 1}""")
                            .path("exception")
                            .asString())
                    .contains("Cannot make release 'W' read-only while changes of it are scheduled");
            assertThat(round(admin)).contains("/scheduled_changes/releases/1/enact");
            sends(admin, 201, "PUT", "/releases/W/read_only", "{\"read_only\": true, \"data_version\": 2}");
        }
    }

    /** As in Mozilla's Balrog, where such a change is enacted nonetheless. */
    @ParameterizedTest
    @EnumSource
    void aReleaseInPartsThatBecomesReadOnlyHoldsUpNothing(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            sends(admin, 200, "POST", "/v2/releases/S2", """
                    {"blob": {"appv": "1.1"}, "old_data_versions": {".": 1}, "when": %d}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            sends(admin, 200, "PUT", "/v2/releases/S2/read_only", "{\"read_only\": true, \"old_data_version\": 1}");
            assertThat(round(admin)).hasSize(2);
            JsonNode change = release(admin, "S2").path("scheduled_changes").path(0);
            assertThat(change.path("enactment_obstacle").asString("")).contains("Release 'S2' is read only");

            sends(admin, 200, "PUT", "/v2/releases/S2/read_only", "{\"read_only\": false, \"old_data_version\": 2}");
            assertThat(release(admin, "S2").toString()).doesNotContain("enactment_obstacle");
            assertThat(new MozillaAgent(admin, "agent")
                            .round(DUE.toEpochMilli())
                            .enacted())
                    .containsExactly("/v2/releases/S2/enact");
        }
    }

    private static JsonNode release(AdminOnDatabase admin, String name) throws IOException, InterruptedException {
        return sends(admin, 200, "GET", "/v2/releases", "")
                .path("releases")
                .valueStream()
                .filter(release -> release.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatIsReadOnlyInTheDatabaseHoldsUpNothing(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            sends(admin, 200, "POST", "/scheduled_changes/releases", """
                    {"change_type": "update", "name": "W", "product": "P", "data_version": 1, "when": %d, "data":
                    "{\\"name\\": \\"W\\", \\"schema_version\\": 1, \\"hashFunction\\": \\"sha512\\", \\"appv\\": \\"1.1\\"}"}""".formatted(WHEN));
            sends(admin, 200, "POST", "/v2/releases/S2", """
                    {"blob": {"platforms": {"p": {"locales": {"de": {"buildID": "1"}}}}}, "old_data_versions": {},
                     "when": %d}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            execute(admin, "UPDATE releases SET read_only = 1");
            execute(admin, "UPDATE releases_json SET read_only = 1 WHERE name = 'S2'");
            assertThat(round(admin)).hasSize(2);
            assertBlocked(listed(admin, "releases"), "Release 'W' is read only");
            JsonNode s2 = release(admin, "S2");
            assertThat(s2.path("required_signoffs").path("cannot be enacted").asInt())
                    .isEqualTo(1);
            assertThat(s2.path("scheduled_changes")
                            .path(0)
                            .path("enactment_obstacle")
                            .asString(""))
                    .contains("Release 'S2' is read only");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTakenAliasIsRefusedWhenItIsScheduled(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            String insert = """
                    {"change_type": "insert", "product": "P", "channel": "e", "mapping": "W", "priority": 1,
                     "backgroundRate": 100, "update_type": "minor", "alias": "%s", "when": %d}""";
            assertThat(sends(admin, 400, "POST", "/scheduled_changes/rules", insert.formatted("taken", WHEN))
                            .toString())
                    .contains("alias 'taken' is already in use");
            sends(admin, 200, "POST", "/scheduled_changes/rules", insert.formatted("free", WHEN));
            assertThat(sends(admin, 400, "POST", "/scheduled_changes/rules", insert.formatted("free", WHEN))
                            .toString())
                    .contains("alias 'free' is claimed by the scheduled change 1");
            String update = """
                    {"change_type": "update", "rule_id": 2, "data_version": 1, "product": "P", "channel": "d",
                     "mapping": "W", "priority": 1, "backgroundRate": 100, "update_type": "minor", "alias": "%s",
                     "when": %d}""";
            sends(admin, 400, "POST", "/scheduled_changes/rules", update.formatted("taken", WHEN));
            sends(admin, 400, "POST", "/scheduled_changes/rules", update.formatted("free", WHEN));
            assertThat(sends(admin, 400, "PUT", "/rules/2", """
                            {"alias": "free", "data_version": 1}""").toString())
                    .contains("alias 'free' is claimed by the scheduled change 1");
            sends(admin, 400, "POST", "/rules", """
                    {"product": "P", "channel": "f", "mapping": "W", "priority": 1, "backgroundRate": 100,
                     "update_type": "minor", "alias": "free"}""");
            sends(admin, 400, "POST", "/scheduled_changes/rules/1", """
                    {"sc_data_version": 1, "alias": "taken", "when": %d}""".formatted(WHEN));
            sends(admin, 200, "POST", "/scheduled_changes/rules/1", """
                    {"sc_data_version": 1, "alias": "freer", "when": %d}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            assertThat(round(admin)).startsWith("/scheduled_changes/rules/1/enact");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatBecameImpossibleByOtherWaysHoldsUpNothing(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            // 1: its alias is taken meanwhile, 2: its release goes, 3: its author loses the permission, 4: its rule
            // goes.
            String insert = """
                    {"change_type": "insert", "product": "P", "channel": "e", "mapping": "%s", "priority": 1,
                     "backgroundRate": 100, "update_type": "minor", "alias": "%s", "when": %d}""";
            sends(admin, 200, "POST", "/scheduled_changes/rules", insert.formatted("W", "one", WHEN));
            sends(admin, 200, "POST", "/scheduled_changes/rules", insert.formatted("Z", "two", WHEN));
            assertThat(admin.send(
                                    "POST",
                                    "/scheduled_changes/rules",
                                    insert.formatted("W", "three", WHEN),
                                    List.of("Authorization", "Bearer mal", "Content-Type", "application/json"))
                            .statusCode())
                    .isEqualTo(200);
            sends(admin, 200, "POST", "/scheduled_changes/rules", """
                    {"change_type": "delete", "rule_id": 2, "data_version": 1, "when": %d}""".formatted(WHEN));
            sends(admin, 200, "PUT", "/v2/releases/S2/pinnable", """
                    {"product": "P", "channel": "c", "version": "1.", "when": %d}""".formatted(WHEN));
            sends(admin, 200, "POST", "/v2/releases/Z", """
                    {"blob": {"platforms": {"p": {"locales": {"de": {"buildID": "1"}}}}}, "old_data_versions": {},
                     "when": %d}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            execute(admin, "UPDATE rules SET alias = 'one' WHERE rule_id = 1");
            execute(admin, "DELETE FROM releases_json WHERE name IN ('Z', 'S2')");
            execute(admin, "DELETE FROM permissions WHERE username = 'mal'");
            execute(admin, "DELETE FROM rules WHERE rule_id = 2");
            assertThat(round(admin)).hasSize(2);
            List<String> obstacles = sends(admin, 200, "GET", "/scheduled_changes/rules", "")
                    .path("scheduled_changes")
                    .valueStream()
                    .map(change -> change.path("enactment_obstacle").asString(""))
                    .toList();
            assertThat(obstacles)
                    .containsExactly(
                            "alias 'one' is already in use",
                            "Invalid mapping value. No release name found in DB",
                            "mal is not allowed to create new rules for product P",
                            "The row of the scheduled change no longer exists");
            assertBlocked(listed(admin, "pinnable_releases"), "'S2' is not an existing mapping");
        }
    }

    @ParameterizedTest
    @EnumSource
    void signoffsThatDoNotCountAndRequirementsOfZeroHoldUpNothing(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            String insert = """
                    {"change_type": "insert", "product": "%s", "channel": "c", "mapping": "W", "priority": 1,
                     "backgroundRate": 100, "update_type": "minor", "when": %d}""";
            sends(admin, 200, "POST", "/scheduled_changes/rules", insert.formatted("Signed", WHEN));
            List<String> bob = List.of("Authorization", "Bearer bob", "Content-Type", "application/json");
            assertThat(admin.send("POST", "/scheduled_changes/rules", insert.formatted("Zero", WHEN), bob)
                            .statusCode())
                    .isEqualTo(200);
            scheduleLaterKinds(admin);
            execute(admin, "DELETE FROM user_roles WHERE username = 'ada'");
            assertThat(round(admin)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatIsReachedThroughASuperblobLooksUnsigned(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            sends(admin, 200, "POST", "/v2/releases/S2", """
                    {"blob": {"appv": "1.1"}, "old_data_versions": {".": 1}, "when": %d}""".formatted(WHEN));
            scheduleLaterKinds(admin);
            execute(admin, """
                    INSERT INTO pinnable_releases (product, channel, version, mapping, data_version)
                    VALUES ('Signed', 'c', '1.', 'S2', 1)""");
            execute(admin, "DELETE FROM user_roles WHERE username = 'ada'");
            assertThat(round(admin)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyCanBeSetTwice(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            for (int version = 1; version < 3; version++) {
                assertThat(sends(admin, 200, "PUT", "/v2/releases/S/read_only", """
                                {"read_only": true, "old_data_version": %d}""".formatted(version))
                                .path(".")
                                .asInt())
                        .isEqualTo(version + 1);
            }
            sends(admin, 400, "PUT", "/v2/releases/S/read_only", """
                    {"read_only": true, "old_data_version": 1}""");
            for (int version = 3; version < 5; version++) {
                assertThat(sends(admin, 200, "PUT", "/v2/releases/S/read_only", """
                                {"read_only": false, "old_data_version": %d}""".formatted(version))
                                .path(".")
                                .asInt())
                        .isEqualTo(version + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScheduledChangeOfAPinNamesTheVersionThatThePinWillHave(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            String pin = "{\"product\": \"P\", \"channel\": \"c\", \"version\": \"1.\"}";
            String scheduled = "{\"product\": \"P\", \"channel\": \"%s\", \"version\": \"1.\", \"when\": " + WHEN + "}";
            sends(admin, 200, "PUT", "/v2/releases/S/pinnable", pin);
            assertThat(sends(admin, 200, "PUT", "/v2/releases/S2/pinnable", scheduled.formatted("c"))
                            .path(".")
                            .path("data_version")
                            .asInt())
                    .isEqualTo(2);
            assertThat(sends(admin, 200, "PUT", "/v2/releases/S2/pinnable", scheduled.formatted("new"))
                            .path(".")
                            .path("data_version")
                            .asInt())
                    .isEqualTo(1);
        }
    }
}
