// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever says that a release stored in parts shall stay what it is, drops what is scheduled for it. */
@Timeout(60)
class DroppedReleaseChangesTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LATER = "\"when\": 4102444800000";

    @TempDir
    private Path directory;

    private AdminOnDatabase admin;

    @BeforeEach
    void start() throws Exception {
        JsonNode state = JSON.readTree("""
                {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}],
                 "user_roles": [{"username": "ada", "role": "releng", "data_version": 1}]}""");
        admin = AdminOnDatabase.start(Kind.SQLITE, directory, state, "{}");
        send("PUT", "/v2/releases/a", "{\"product\": \"Firefox\", \"blob\": " + release("1", "") + "}");
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private static String release(String buildId, String moreLocales) {
        return """
                {"name": "a", "schema_version": 1, "hashFunction": "sha512",
                 "platforms": {"p": {"locales": {"de": {"buildID": "%s"}%s}}}}""".formatted(buildId, moreLocales);
    }

    private static String replacement(String release, String more) {
        return "{\"blob\": " + release + ", \"old_data_versions\": {\".\": 1, \"platforms\": {\"p\": {\"locales\":"
                + " {\"de\": 1}}}}" + more + "}";
    }

    private void send(String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
    }

    private JsonNode summary() throws Exception {
        return JSON.readTree(admin.send("GET", "/v2/releases", "", AdminOnDatabase.ADA)
                        .body())
                .path("releases")
                .path(0);
    }

    @Test
    void dropsChangedAndAddedParts() throws Exception {
        String changed = release("2", ", \"fr\": {\"buildID\": \"2\"}");
        send("PUT", "/v2/releases/a", replacement(changed, ", " + LATER));
        assertThat(summary().path("scheduled_changes")).hasSize(2);

        send("PUT", "/v2/releases/a", replacement(release("1", ""), ""));

        assertThat(summary().path("scheduled_changes")).isEmpty();
    }

    @Test
    void dropsThatItBecomesWritable() throws Exception {
        send("PUT", "/v2/releases/a/read_only", "{\"read_only\": true, \"old_data_version\": 1}");
        send("POST", "/required_signoffs/product", """
                {"product": "Firefox", "channel": "release", "role": "releng", "signoffs_required": 1}""");
        send("PUT", "/v2/releases/a/read_only", "{\"read_only\": false, \"old_data_version\": 2}");
        assertThat(summary().path("scheduled_changes")).hasSize(1);

        send("PUT", "/v2/releases/a/read_only", "{\"read_only\": true, \"old_data_version\": 2}");

        assertThat(summary().path("scheduled_changes")).isEmpty();
        assertThat(summary().path("read_only").asBoolean()).isTrue();
        assertThat(summary().path("data_version").asInt()).isEqualTo(2);
    }
}
