// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
@Timeout(120)
class PinListTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void listsPinsByProductAndChannel(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            assertThat(list(admin, "")).isEqualTo(JSON.readTree("{\"count\": 0, \"pins\": []}"));
            pin(admin, "release", "116.");
            pin(admin, "release", "115.");
            pin(admin, "beta", "115.");
            assertThat(list(admin, "")).isEqualTo(JSON.readTree("""
                    {"count": 3, "pins": [
                      {"product": "Firefox", "channel": "beta", "version": "115.", "mapping": "a", "data_version": 1},
                      {"product": "Firefox", "channel": "release", "version": "115.", "mapping": "a", "data_version": 1},
                      {"product": "Firefox", "channel": "release", "version": "116.", "mapping": "a", "data_version": 1}
                    ]}"""));
            assertThat(list(admin, "?channel=release").path("count").asInt()).isEqualTo(2);
            assertThat(list(admin, "?product=Firefox&channel=beta")
                            .path("count")
                            .asInt())
                    .isEqualTo(1);
            assertThat(list(admin, "?product=Fenix").path("count").asInt()).isZero();
        }
    }

    private AdminOnDatabase start(Kind kind) throws Exception {
        JsonNode state = JSON.readTree("""
                {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}]}""");
        AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, state, "{}");
        send(admin, "PUT", "/v2/releases/a", """
                {"product": "Firefox", "blob": {"name": "a", "schema_version": 1, "hashFunction": "sha512"}}""");
        return admin;
    }

    private static void pin(AdminOnDatabase admin, String channel, String version) throws Exception {
        send(admin, "PUT", "/v2/releases/a/pinnable", """
                {"product": "Firefox", "channel": "%s", "version": "%s"}""".formatted(channel, version));
    }

    private static JsonNode list(AdminOnDatabase admin, String query) throws Exception {
        return send(admin, "GET", "/v2/pins" + query, "");
    }

    private static JsonNode send(AdminOnDatabase admin, String method, String target, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = admin.send(method, target, body, AdminOnDatabase.ADA);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
