// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@Tag("slow")
@Timeout(120)
class UpdatePathApiTest {
    private static final Schema GRAPH = Explained.schema("UpdatePath");

    @TempDir
    private Path directory;

    private static HttpResponse<String> get(AdminOnDatabase admin, String query, List<String> headers)
            throws Exception {
        return admin.send("GET", "/v2/update_path" + query, "", headers);
    }

    private static JsonNode path(AdminOnDatabase admin, String query) throws Exception {
        HttpResponse<String> response = get(admin, query, Explained.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode path = Explained.JSON.readTree(response.body());
        assertThat(GRAPH.validate(path)).as("%s", path).isEmpty();
        return path;
    }

    private static List<String> edges(JsonNode path) {
        return path.path("edges")
                .valueStream()
                .map(edge -> path.path("nodes")
                                .path(edge.path("from").asInt())
                                .path("version")
                                .asString() + " -> "
                        + path.path("nodes")
                                .path(edge.path("to").asInt())
                                .path("release")
                                .asString() + " rule "
                        + edge.path("rule").asLong() + " "
                        + edge.path("rollout").asString("")
                        + " of " + edge.path("background_rate").asInt())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void mapsUpdatesOnBothSidesOfARollout(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            JsonNode path = path(admin, "?product=Firefox&channel=release&locale=de");

            assertThat(path.path("newest").asString()).isEqualTo("2.0");
            assertThat(path.path("cut_off").asBoolean()).isFalse();
            assertThat(path.path("clients").valueStream())
                    .isNotEmpty()
                    .allMatch(client -> client.path("locale").asString().equals("de"));
            assertThat(edges(path))
                    .contains("1.5 -> Firefox-2.0 rule 1 in of 25")
                    .anyMatch(edge -> edge.endsWith("-> Firefox-1.5 rule 1 out of 25"));
            assertThat(path(admin, "?product=Firefox&channel=nothing-of-this-name")
                            .path("nodes"))
                    .isEmpty();
            assertThat(path(admin, "?product=FirefoxVPN&channel=release")
                            .path("newest")
                            .asString())
                    .isEqualTo("2.2");
        }
    }

    @Test
    void followsChangesOfRules() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            String query = "?product=Firefox&channel=esr&locale=de";
            assertThat(edges(path(admin, query))).anyMatch(edge -> edge.contains("Firefox-2.0 rule 10"));
            HttpResponse<String> changed = Explained.send(
                    admin,
                    "PUT",
                    "/rules/10",
                    Explained.JSON.readTree("{\"mapping\": \"Firefox-1.5\", \"data_version\": 1}"));
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);

            assertThat(edges(path(admin, query)))
                    .anyMatch(edge -> edge.contains("Firefox-1.5 rule 10"))
                    .noneMatch(edge -> edge.contains("Firefox-2.0 rule 10"));
        }
    }

    @Test
    void rejectsWhatItCannotAnswer() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            for (String query : List.of("", "?product=Firefox", "?channel=release", "?product=&channel=release")) {
                HttpResponse<String> response = get(admin, query, Explained.ADA);
                assertThat(response.statusCode()).as(query).isEqualTo(400);
                assertThat(response.headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            }
            assertThat(get(admin, "?product=Firefox&channel=release", List.of()).statusCode())
                    .isEqualTo(401);
        }
    }
}
