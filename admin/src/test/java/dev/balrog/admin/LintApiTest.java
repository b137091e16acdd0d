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
class LintApiTest {
    private static final Schema REPORT = Explained.schema("LintReport");

    @TempDir
    private Path directory;

    private static List<String> checks(AdminOnDatabase admin, String query) throws Exception {
        HttpResponse<String> response = admin.send("GET", "/v2/lint" + query, "", Explained.ADA);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode report = Explained.JSON.readTree(response.body());
        assertThat(REPORT.validate(report)).as("%s", report).isEmpty();
        return report.path("findings")
                .valueStream()
                .map(finding -> finding.path("check").asString())
                .toList();
    }

    private static JsonNode preflight(AdminOnDatabase admin, String change) throws Exception {
        HttpResponse<String> response =
                Explained.send(admin, "POST", "/v2/preflight", Explained.JSON.readTree(change.replace('\'', '"')));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Explained.JSON.readTree(response.body());
    }

    @ParameterizedTest
    @EnumSource
    void findsMistakes(Kind kind) throws Exception {
        try (AdminOnDatabase admin = Explained.start(kind, directory)) {
            List<String> before = checks(admin, "");
            HttpResponse<String> created = Explained.send(
                    admin, "PUT", "/rules/1", Explained.JSON.readTree("{\"channel\": \"*\", \"data_version\": 3}"));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(200);

            assertThat(before).doesNotContain("channel-matches-nothing");
            assertThat(checks(admin, "")).contains("channel-matches-nothing");
            assertThat(checks(admin, "?product=Firefox")).contains("channel-matches-nothing");
            assertThat(checks(admin, "?product=Unknown")).doesNotContain("channel-matches-nothing");
        }
    }

    @Test
    void preflightWarnsOfWhatTheChangeAdds() throws Exception {
        try (AdminOnDatabase admin = Explained.start(Kind.SQLITE, directory)) {
            JsonNode harmless = preflight(
                    admin,
                    "{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'comment': 'x', 'data_version': 3}}");
            JsonNode harmful = preflight(
                    admin,
                    "{'kind': 'rule', 'change_type': 'update', 'row': {'rule_id': 1, 'channel': '*', 'data_version': 3}}");

            assertThat(harmless.path("refused").isNull()).as("%s", harmless).isTrue();
            assertThat(harmless.path("warnings").toString()).doesNotContain("channel-matches-nothing");
            assertThat(harmful.path("warnings").toString())
                    .contains("channel-matches-nothing: Channel '*' matches nothing");
        }
    }
}
