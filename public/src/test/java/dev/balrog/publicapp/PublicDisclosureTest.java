// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Security finding 17: the read-only API told the names of people, and of releases that are not published. */
class PublicDisclosureTest {
    @TempDir
    private Path directory;

    private DatabaseUri database() throws IOException {
        return TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), json("""
                {'rules': [
                   {'rule_id': 1, 'product': 'P1', 'channel': 'release', 'mapping': 'P1-live', 'priority': 1,
                    'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
                 'rules_history': [
                   {'change_id': 1, 'changed_by': 'ada@x.test', 'timestamp': 1, 'rule_id': 1, 'product': 'P1',
                    'priority': 1, 'backgroundRate': 100, 'update_type': 'minor', 'data_version': 1}],
                 'releases_json': [
                   {'name': 'P1-live', 'product': 'P1', 'data_version': 1, 'read_only': false,
                    'data': {'name': 'P1-live', 'schema_version': 9, 'hashFunction': 'sha512', 'platforms': {}}},
                   {'name': 'P1-next', 'product': 'P1', 'data_version': 1, 'read_only': false,
                    'data': {'name': 'P1-next', 'schema_version': 9, 'hashFunction': 'sha512', 'platforms': {}}}]}"""));
    }

    private static JsonNode json(String text) {
        return TestApp.JSON.readTree(text.replace('\'', '"'));
    }

    private static HttpConnection.Response get(TestApp app, String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(app.port())) {
            return connection.get(target);
        }
    }

    @Test
    void showsEverythingUnlessToldOtherwise() throws Exception {
        try (TestApp app = TestApp.start(database(), json("{}"))) {
            assertThat(get(app, "/api/v1/rules/1/revisions").body()).contains("ada@x.test");
            assertThat(get(app, "/api/v1/releases/P1-next").status()).isEqualTo(200);
        }
    }

    @Test
    void showsNoNamesOfPeopleAndOnlyReleasesThatAreLive() throws Exception {
        JsonNode config = json("{'ANONYMOUS_READ': 'REDACTED', 'PUBLIC_RELEASES': 'LIVE'}");
        try (TestApp app = TestApp.start(database(), config)) {
            assertThat(get(app, "/api/v1/rules/1/revisions").body())
                    .contains("\"changed_by\"")
                    .doesNotContain("ada@x.test");
            assertThat(get(app, "/api/v1/releases/P1-live").status()).isEqualTo(200);
            assertThat(get(app, "/api/v1/releases/P1-next").status()).isEqualTo(404);
            assertThat(get(app, "/api/v1/releases/P1-next/builds/a/b").status()).isEqualTo(404);
            for (String list : new String[] {"/api/v1/releases", "/api/v1/releases?names_only=1"}) {
                assertThat(get(app, list).body()).contains("P1-live").doesNotContain("P1-next");
            }
        }
    }
}
