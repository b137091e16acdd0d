// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Many who work on one release, and lists that are looked at meanwhile. */
@Tag("slow")
@Timeout(120)
class SharedReleaseTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CLIENTS = 16;

    @TempDir
    private Path directory;

    private AdminOnDatabase start(Kind kind) throws IOException {
        JsonNode state = JSON.readTree("""
                {"permissions": [{"permission": "admin", "username": "ada", "data_version": 1}]}""");
        return AdminOnDatabase.start(kind, directory, state, "{}");
    }

    private static String build(String buildId) {
        ObjectNode body = JSON.createObjectNode().put("product", "Firefox").put("schema_version", 1);
        return body.put("data", "{\"buildID\": \"" + buildId + "\"}")
                .put("hashFunction", "sha512")
                .toString();
    }

    private static String build(String buildId, int dataVersion) {
        return ((ObjectNode) JSON.readTree(build(buildId)))
                .put("data_version", dataVersion)
                .toString();
    }

    /** All of them know the release as it was before any other locale came, and none of them has to come again. */
    @ParameterizedTest
    @EnumSource
    void takesNewLocalesFromManyAtOnce(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpResponse<String> first = admin.send("PUT", "/releases/a/builds/p/en", build("1"), AdminOnDatabase.ADA);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            List<Future<Integer>> submitted = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String path = "/releases/a/builds/p/l" + i;
                submitted.add(clients.submit(() -> admin.send("PUT", path, build("2", 2), AdminOnDatabase.ADA)
                        .statusCode()));
            }
            for (Future<Integer> status : submitted) {
                assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(201);
            }
            JsonNode release = JSON.readTree(
                    admin.send("GET", "/releases/a", "", AdminOnDatabase.ADA).body());
            assertThat(release.at("/platforms/p/locales")).hasSize(CLIENTS + 1);
            assertThat(release.at("/platforms/p/locales/en/buildID").asString()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsChangesInListsAtOnce(Kind kind) throws Exception {
        try (AdminOnDatabase admin = start(kind)) {
            String before = tag(admin, "/releases", "");
            HttpResponse<String> first = admin.send("PUT", "/releases/a/builds/p/en", build("1"), AdminOnDatabase.ADA);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            String made = tag(admin, "/releases", "\"name\":\"a\"");
            assertThat(made).isNotEqualTo(before);
            assertThat(admin.send("PUT", "/releases/a/builds/p/de", build("1", 2), AdminOnDatabase.ADA)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(tag(admin, "/releases", "\"data_version\":3")).isNotEqualTo(made);

            HttpResponse<String> split = admin.send(
                    "PUT",
                    "/v2/releases/b",
                    "{\"product\": \"Firefox\", \"blob\": {\"name\": \"b\", \"schema_version\": 1, \"hashFunction\": \"sha512\"}}",
                    AdminOnDatabase.ADA);
            assertThat(split.statusCode()).as(split.body()).isEqualTo(200);
            tag(admin, "/v2/releases", "\"name\":\"b\"");

            String rules = tag(admin, "/rules", "\"count\":0");
            HttpResponse<String> rule = admin.send("POST", "/rules", """
                    {"product": "Firefox", "backgroundRate": 100, "priority": 1, "update_type": "minor",
                     "mapping": "a"}""", AdminOnDatabase.ADA);
            assertThat(rule.statusCode()).as(rule.body()).isEqualTo(200);
            assertThat(tag(admin, "/rules", "\"count\":1")).isNotEqualTo(rules);
            tag(admin, "/releases", "\"rule_ids\":[1]");
        }
    }

    /** The tag of a list that holds this, and is the same as often as it is asked for. */
    private static String tag(AdminOnDatabase admin, String path, String part) throws Exception {
        HttpResponse<String> list = admin.send("GET", path, "", AdminOnDatabase.ADA);
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains(part);
        String tag = list.headers().firstValue("ETag").orElseThrow();
        List<String> known = new ArrayList<>(AdminOnDatabase.ADA);
        known.addAll(List.of("If-None-Match", tag));
        assertThat(admin.send("GET", path, "", known).statusCode()).isEqualTo(304);
        return tag;
    }
}
