// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said about releases that can't be stored, so that an editor can show it where it is wrong. */
@Timeout(60)
class InvalidReleaseTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path directory;

    private AdminOnDatabase admin;

    @BeforeEach
    void start() throws Exception {
        JsonNode state = JSON.readTree("""
                {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}]}""");
        admin = AdminOnDatabase.start(Kind.SQLITE, directory, state, "{\"good.example\": [\"Firefox\"]}");
    }

    @AfterEach
    void stop() throws Exception {
        admin.close();
    }

    private JsonNode refused(String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(method, path, body, AdminOnDatabase.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return JSON.readTree(response.body());
    }

    private static String whole(String blob) {
        return JSON.createObjectNode()
                .put("name", "a")
                .put("product", "Firefox")
                .put("blob", blob)
                .toString();
    }

    @Test
    void namesThePlaceOfEachError() throws Exception {
        String blob =
                "{\"name\": \"a\", \"schema_version\": 1, \"platforms\": {\"p\": {\"locales\": {\"de\": {\"x\": 1}}}}}";

        JsonNode ofWhole = refused("POST", "/releases", whole(blob));
        JsonNode ofSplit = refused("PUT", "/v2/releases/a", "{\"product\": \"Firefox\", \"blob\": " + blob + "}");

        for (JsonNode problem : List.of(ofWhole, ofSplit)) {
            assertThat(problem.at("/errors/0/path").asString()).isEqualTo("/platforms/p/locales/de/x");
            assertThat(problem.at("/errors/0/message").asString())
                    .isEqualTo(problem.at("/exception/0").asString())
                    .startsWith("platforms.p.locales.de.x: is an unknown");
        }
    }

    @Test
    void namesThePlaceOfAForbiddenUrl() throws Exception {
        String blob =
                "{\"name\": \"a\", \"schema_version\": 1, \"hashFunction\": \"sha512\", \"platforms\": {\"p\": {\"locales\": {\"de\":"
                        + " {\"complete\": {\"filesize\": 1, \"from\": \"*\", \"hashValue\": \"0\", \"fileUrl\": \"https://evil.example/x\"}}}}}}";

        JsonNode problem = refused("PUT", "/v2/releases/a", "{\"product\": \"Firefox\", \"blob\": " + blob + "}");

        assertThat(problem.at("/errors/0/path").asString()).isEqualTo("/platforms/p/locales/de/complete/fileUrl");

        assertThat(problem.path("exception").asString()).contains("https://evil.example/x");
    }

    @Test
    void namesThePlaceOfAnotherName() throws Exception {
        JsonNode problem = refused(
                "POST", "/releases", whole("{\"name\": \"b\", \"schema_version\": 1, \"hashFunction\": \"sha512\"}"));

        assertThat(problem.at("/errors/0/path").asString()).isEqualTo("/name");
    }
}
