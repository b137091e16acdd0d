// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static dev.balrog.admin.Changes.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Edits of the scheduled changes of a split release, over HTTP. */
@Tag("slow")
class SplitReleaseEditTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String STATE = """
            {'permissions': [
               {'permission': 'admin', 'username': 'ada', 'data_version': 1},
               {'permission': 'release', 'username': 'mal', 'data_version': 1}],
             'user_roles': [
               {'username': 'ada', 'role': 'releng', 'data_version': 1},
               {'username': 'mal', 'role': 'relman', 'data_version': 1}],
             'product_req_signoffs': [
               {'product': 'Firefox', 'channel': 'release', 'role': 'relman', 'signoffs_required': 1, 'data_version': 1},
               {'product': 'Firefox', 'channel': 'release', 'role': 'releng', 'signoffs_required': 1, 'data_version': 1}],
             'rules': [
               {'rule_id': 1, 'product': 'Firefox', 'channel': 'release', 'mapping': 'R',
                'priority': 9, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
             'releases_json': [
               {'name': 'R', 'product': 'Firefox', 'read_only': false, 'data_version': 1,
                'data': {'name': 'R', 'schema_version': 1, 'hashFunction': 'sha512', 'extv': '1'}}],
             'release_assets': [
               {'name': 'R', 'path': '.platforms.p.locales.de', 'data': {'buildID': '1'}, 'data_version': 1},
               {'name': 'R', 'path': '.platforms.p.locales.fr', 'data': {'buildID': '1'}, 'data_version': 1}]}""";

    private static final String LOCALES = "{'platforms': {'p': {'locales': %s}}}";
    private static final long WHEN = 4_102_444_800_000L;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void editsWhatIsScheduledAsOneChange(Kind kind) throws Exception {
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, json(STATE), "{}")) {
            // de changes and fr is deleted; extv is removed from the base.
            replace(admin, 200, release("", "'de': {'buildID': '2'}"), null, WHEN);
            JsonNode read = read(admin);
            assertThat(read.path("sc_outcome")).isEqualTo(json(release("", "'de': {'buildID': '2'}")));
            assertThat(read.path("sc_data_versions"))
                    .isEqualTo(json("{'.': 1, 'platforms': {'p': {'locales': {'de': 1, 'fr': 1}}}}"));
            send(admin, "ada", 200, "PUT", "/v2/releases/R/signoff", "{'role': 'releng'}");
            assertThat(signers(admin)).containsExactly("ada mal", "ada mal", "ada mal");

            // A second change of the same parts is no edit.
            replace(admin, 400, release("", "'de': {'buildID': '3'}"), null, WHEN);
            // The same again changes nothing.
            replace(admin, 200, release("", "'de': {'buildID': '2'}"), read.path("sc_data_versions"), WHEN);
            assertThat(signers(admin)).containsExactly("ada mal", "ada mal", "ada mal");

            // de changes otherwise, fr stays after all, and it is added; the base stays as proposed.
            String edited = release("", "'de': {'buildID': '3'}, 'fr': {'buildID': '1'}, 'it': {'buildID': '3'}");
            replace(admin, 200, edited, read.path("sc_data_versions"), WHEN);
            JsonNode after = read(admin);
            assertThat(outcome(after)).isEqualTo(json(edited));
            assertThat(after.path("sc_data_versions"))
                    .isEqualTo(json("{'.': 1, 'platforms': {'p': {'locales': {'de': 2, 'it': 1}}}}"));
            assertThat(signers(admin)).as("signoffs by others").containsExactly("mal", "mal", "mal");

            // Who has not seen that edit, overwrites nothing.
            JsonNode problem =
                    replace(admin, 400, release("", "'de': {'buildID': '4'}"), read.path("sc_data_versions"), WHEN);
            assertThat(problem.path("detail").asString()).isEqualTo("OutdatedDataError");
            assertThat(read(admin)).isEqualTo(after);

            // Another time is an edit of all parts.
            replace(admin, 200, edited, after.path("sc_data_versions"), WHEN + 1);
            assertThat(read(admin).path("sc_data_versions"))
                    .isEqualTo(json("{'.': 2, 'platforms': {'p': {'locales': {'de': 3, 'it': 2}}}}"));

            // A deletion takes the place of a change, and an insertion is dropped.
            String deleted = release("'extv': '2', ", "'fr': {'buildID': '1'}");
            replace(admin, 200, deleted, read(admin).path("sc_data_versions"), WHEN);
            assertThat(outcome(read(admin))).isEqualTo(json(deleted));
            send(admin, "ada", 200, "PUT", "/v2/releases/R/signoff", "{'role': 'releng'}");
            assertThat(signers(admin)).containsExactly("ada mal", "ada mal");

            // What is now needs no time: nothing stays scheduled. Without signoffs, nothing is done now.
            replace(admin, 400, deleted, read(admin).path("sc_data_versions"), null);
            replace(
                    admin,
                    200,
                    release("'extv': '1', ", "'de': {'buildID': '1'}, 'fr': {'buildID': '1'}"),
                    read(admin).path("sc_data_versions"),
                    null);
            assertThat(read(admin).path("sc_data_versions").isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesAnUnprotectedReleaseInPlaceOfWhatIsScheduled(Kind kind) throws Exception {
        String unprotected = STATE.replace("'channel': 'release', 'mapping'", "'channel': 'beta', 'mapping'");
        try (AdminOnDatabase admin = AdminOnDatabase.start(kind, directory, json(unprotected), "{}")) {
            replace(admin, 200, release("'extv': '1', ", "'de': {'buildID': '2'}"), null, WHEN);
            String now = release("'extv': '1', ", "'de': {'buildID': '3'}, 'fr': {'buildID': '1'}");
            replace(admin, 200, now, read(admin).path("sc_data_versions"), null);
            JsonNode after = read(admin);
            assertThat(after.path("blob")).isEqualTo(json(now));
            assertThat(after.path("sc_data_versions").isEmpty()).isTrue();
        }
    }

    private static String release(String members, String locales) {
        return "{'name': 'R', 'schema_version': 1, 'hashFunction': 'sha512', " + members
                + LOCALES.formatted("{" + locales + "}").substring(1);
    }

    private static JsonNode replace(
            AdminOnDatabase admin, int status, String blob, @Nullable JsonNode scheduled, @Nullable Long when)
            throws Exception {
        String body = "{'blob': " + blob + ", 'old_data_versions': {'.': 1, "
                + LOCALES.formatted("{'de': 1, 'fr': 1}").substring(1)
                + (scheduled == null ? "" : ", 'old_sc_data_versions': " + scheduled)
                + (when == null ? "" : ", 'when': " + when) + "}";
        return send(admin, "mal", status, "PUT", "/v2/releases/R", body);
    }

    private static JsonNode read(AdminOnDatabase admin) throws Exception {
        return send(admin, "ada", 200, "GET", "/v2/releases/R", "");
    }

    private static JsonNode outcome(JsonNode release) {
        return release.path(release.has("sc_outcome") ? "sc_outcome" : "sc_blob");
    }

    /** Returns the names of the users whose signoffs count, for each part. */
    private static List<String> signers(AdminOnDatabase admin) throws Exception {
        return send(admin, "ada", 200, "GET", "/v2/releases", "")
                .path("releases")
                .get(0)
                .path("scheduled_changes")
                .valueStream()
                .map(part -> String.join(
                        " ",
                        part.path("signoffs").propertyNames().stream().sorted().toList()))
                .toList();
    }

    private static JsonNode send(
            AdminOnDatabase admin, String user, int status, String method, String path, String body) throws Exception {
        HttpResponse<String> response = admin.send(
                method,
                path,
                body.isEmpty() ? "" : json(body).toString(),
                List.of("Authorization", "Bearer " + user, "Content-Type", "application/json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }
}
