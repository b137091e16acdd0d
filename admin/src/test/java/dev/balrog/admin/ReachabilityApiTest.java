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
import tools.jackson.databind.node.ObjectNode;

/** What is reachable from rules, pins and scheduled changes is protected and can't be deleted, over HTTP. */
@Tag("slow")
@Timeout(300)
class ReachabilityApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> MAL = List.of("Authorization", "Bearer mal", "Content-Type", "application/json");
    private static final String LATER = "4102444800000";

    @TempDir
    private Path directory;

    private static JsonNode state() {
        return JSON.readTree("""
                {"permissions": [
                   {"permission": "admin", "username": "ada", "data_version": 1},
                   {"permission": "release", "username": "mal", "data_version": 1},
                   {"permission": "rule", "username": "mal", "data_version": 1},
                   {"permission": "pinnable_release", "username": "mal", "data_version": 1}],
                 "user_roles": [{"username": "ada", "role": "releng", "data_version": 1}],
                 "product_req_signoffs": [
                   {"product": "P1", "channel": "sa", "role": "releng", "signoffs_required": 1, "data_version": 1}],
                 "rules": [
                   {"rule_id": 1, "product": "P1", "channel": "sa", "mapping": "super", "priority": 1,
                    "backgroundRate": 100, "update_type": "minor", "data_version": 1}],
                 "releases_json": [
                   {"name": "part", "product": "P1", "read_only": false, "data_version": 1, "data":
                     {"name": "part", "schema_version": 5000, "hashFunction": "sha512", "addons": {}}},
                   {"name": "free", "product": "P1", "read_only": false, "data_version": 1, "data":
                     {"name": "free", "schema_version": 1, "hashFunction": "sha512"}},
                   {"name": "super", "product": "P1", "read_only": false, "data_version": 1, "data":
                     {"name": "super", "schema_version": 4000, "blobs": ["part"]}}]}""");
    }

    @ParameterizedTest
    @EnumSource
    void finding5APartOfAProtectedSuperblobCanNeitherBeChangedNorDeletedAlone(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), "{}")) {
            JsonNode changed = refused(admin, "POST", "/v2/releases/part", """
                    {"blob": {"hashFunction": "sha256"}, "old_data_versions": {".": 1}}""");
            assertThat(changed.path("detail").asString()).isEqualTo("Signoff Required");

            JsonNode deleted = refused(admin, "DELETE", "/v2/releases/part", "");
            assertThat(deleted.path("exception").asString())
                    .isEqualTo("part is part of a superblob. Hence it cannot be deleted.");
            assertThat(deleted.path("referenced_by")).isEqualTo(JSON.readTree("""
                    [{"type": "release", "name": "super"}]"""));
            JsonNode mapped = refused(admin, "DELETE", "/v2/releases/super", "");
            assertThat(mapped.path("exception").asString())
                    .isEqualTo("super has rules pointing to it. Hence it cannot be deleted.");
            assertThat(mapped.path("referenced_by")).isEqualTo(JSON.readTree("""
                    [{"type": "rule", "id": 1}]"""));
        }
    }

    /** Mozilla's agent reads from this list what it may enact, and ends its round at the first rejection. */
    @ParameterizedTest
    @EnumSource
    void theListOfReleasesNamesTheSignoffsThatPartsOfASuperblobRequire(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), "{}")) {
            assertThat(requiredSignoffs(admin))
                    .isEqualTo(JSON.readTree("{\"free\": {}, \"part\": {\"releng\": 1}, \"super\": {\"releng\": 1}}"));
            send(admin, "POST", "/v2/releases/free", """
                    {"blob": {"schema_version": 5000, "addons": {}}, "old_data_versions": {".": 1}}""");
            send(admin, "PUT", "/v2/releases/free/pinnable", """
                    {"product": "P1", "channel": "other", "version": "1."}""");
            assertThat(requiredSignoffs(admin).path("free")).isEqualTo(JSON.readTree("{}"));
        }
    }

    /** Returns the required signoffs by name of the release. */
    private static JsonNode requiredSignoffs(AdminOnDatabase admin) throws Exception {
        ObjectNode required = JSON.createObjectNode();
        JSON.readTree(send(admin, "GET", "/v2/releases", "").body())
                .path("releases")
                .forEach(release -> required.set(release.path("name").asString(), release.path("required_signoffs")));
        return required;
    }

    @ParameterizedTest
    @EnumSource
    void caseF1APartThatDoesNotExistIsRefusedWithItsPointer(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), "{}")) {
            String blob = """
                    {"name": "new", "product": "P1", "schema_version": 4000, "blobs": ["part", "typo"]}""";
            for (JsonNode problem : List.of(
                    refused(admin, "PUT", "/v2/releases/new", "{\"product\": \"P1\", \"blob\": " + blob + "}"),
                    refused(
                            admin,
                            "POST",
                            "/releases",
                            "{\"name\": \"new\", \"product\": \"P1\", \"blob\": " + JSON.writeValueAsString(blob)
                                    + "}"),
                    refused(
                            admin,
                            "POST",
                            "/scheduled_changes/releases",
                            "{\"change_type\": \"insert\", \"when\": " + LATER
                                    + ", \"name\": \"new\", \"product\": \"P1\", \"data\": "
                                    + JSON.writeValueAsString(blob) + "}"))) {
                assertThat(problem.path("errors").path(0).path("path").asString())
                        .as(problem.toString())
                        .isEqualTo("/blobs/1");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void finding8APinTellsWhoseSignoffsItNeeds(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state(), "{}")) {
            String pin = "{\"product\": \"%s\", \"channel\": \"%s\", \"version\": \"%s\"%s}";
            JsonNode now = refused(admin, "PUT", "/v2/releases/free/pinnable", pin.formatted("P1", "sa", "1.", ""));
            assertThat(now.path("detail").asString()).isEqualTo("Signoff Required");
            refused(admin, "PUT", "/v2/releases/free/pinnable", pin.formatted("P2", "sa", "1.", ""));
            refused(admin, "PUT", "/v2/releases/free/pinnable", pin.formatted("P1", "nightly", "x", ""));

            send(admin, "PUT", "/v2/releases/free/pinnable", pin.formatted("P1", "sa", "1.", ", \"when\": " + LATER));
            JsonNode scheduled = JSON.readTree(send(admin, "GET", "/scheduled_changes/pinnable_releases", "")
                            .body())
                    .path("scheduled_changes")
                    .path(0);
            assertThat(scheduled.path("required_signoffs"))
                    .as(scheduled.toString())
                    .isEqualTo(JSON.readTree("{\"releng\": 1}"));
            assertThat(refused(admin, "DELETE", "/v2/releases/free", "")
                            .path("referenced_by")
                            .path(0)
                            .path("type")
                            .asString())
                    .isEqualTo("scheduled_pin");
        }
    }

    private static JsonNode refused(AdminOnDatabase admin, String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, MAL);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(400);
        return JSON.readTree(response.body());
    }

    private static HttpResponse<String> send(AdminOnDatabase admin, String method, String path, String body)
            throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, MAL);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return response;
    }
}
