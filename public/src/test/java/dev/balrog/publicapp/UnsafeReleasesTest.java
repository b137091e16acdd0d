// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ResponseVerifier;
import dev.balrog.publicapp.HttpConnection.Response;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases that would harm clients, or that clients can't use, put past all checks into the database: what is served,
 * and what the operator is told. Named after the findings of a security review and of a case review.
 */
@Tag("slow")
class UnsafeReleasesTest {
    private static final String HASH = "0123456789abcdef".repeat(8);
    private static final String MAC =
            "/update/3/Firefox/1.0/20240101000000/Darwin_x86_64-gcc3/de/release/os/default/default/update.xml";

    @TempDir
    Path directory;

    private TestApp start(ContentChecks checks, ObjectNode state) throws IOException {
        return TestApp.start(database(state), SampleState.CONFIG, Optional.empty(), checks);
    }

    private DatabaseUri database(JsonNode state) {
        return TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), state);
    }

    private static ObjectNode state() {
        ObjectNode state = (ObjectNode) SampleState.STATE.deepCopy();
        patch(state).put("hashValue", HASH);
        return state;
    }

    private static ObjectNode release(JsonNode state) {
        return (ObjectNode) state.at("/releases/0/data");
    }

    private static ObjectNode patch(JsonNode state) {
        return (ObjectNode) state.at("/releases/0/data/platforms/Linux/locales/de/completes/0");
    }

    private static Response get(TestApp app, String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(app.port())) {
            return connection.get(target);
        }
    }

    private static List<Finding> findings(String body) {
        return new ResponseVerifier(DomainAllowlist.of(SampleState.CONFIG.path("ALLOWLISTED_DOMAINS")))
                .verifyXml(body, "Firefox");
    }

    /** Finding 1: text of a release opens no attribute or element, so that no URL gets past the allow-list. */
    @Test
    void finding1MarkupInAReleaseReachesClientsAsText() throws IOException {
        String injected =
                "00\" size=\"1\"/><patch type=\"complete\" URL=\"https://evil.test/pwn.mar\" hashFunction=\"sha512\""
                        + " hashValue=\"11";
        ObjectNode state = state();
        patch(state).put("hashValue", injected);
        release(state).put("displayVersion", "2.0\"></update><update type=\"minor\" appVersion=\"9");
        try (TestApp app = start(ContentChecks.COMPATIBLE, state)) {
            Response response = get(app, SampleState.OFFERED_2_0);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).contains("hashValue=\"00&quot; size=&quot;1&quot;/&gt;&lt;patch");
            assertThat(findings(response.body())).allMatch(finding -> finding.kind() == Finding.Kind.UNUSABLE);
            assertThat(response.body().split("<patch ")).hasSize(2);
            assertThat(response.body().split("<update ")).hasSize(2);
        }
    }

    /** Finding 1: what XML 1.0 can't carry is no update, while the release is served to nobody. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\uFFFE", "\u0000"})
    void finding1WhatXmlCannotCarryIsWithheldAndReported(String text) throws IOException {
        ObjectNode state = state();
        release(state).put("displayVersion", "2.0" + text);
        try (TestApp app = start(ContentChecks.COMPATIBLE, state)) {
            Response response = get(app, SampleState.OFFERED_2_0);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("rule-id")).isEqualTo("1");
            assertThat(response.body()).isEqualTo("<?xml version=\"1.0\"?>\n<updates>\n</updates>");
            assertThat(app.reported())
                    .singleElement()
                    .satisfies(error -> assertThat(error)
                            .hasMessageContaining("Firefox-2.0")
                            .hasMessageContaining("withheld")
                            .hasMessageContaining("/platforms/Linux/locales/de"));
            assertThat(app.measurements())
                    .contains("balrog_snapshot_releases_withheld 1.0")
                    .contains("balrog_snapshot_releases_findings{kind=\"malformed\"} 1.0")
                    .contains(
                            "balrog_answers_total{channel=\"release\",outcome=\"no_such_release\",product=\"Firefox\"}");
        }
    }

    /** Finding 14b: what a client sends is escaped, and is never searched for keys. */
    @Test
    void finding14ValuesOfTheRequestStayValues() throws IOException {
        ObjectNode state = state();
        ObjectNode farewell = (ObjectNode) state.at("/releases/0");
        farewell.set("data", TestApp.JSON.readTree("""
                {"name": "Firefox-2.0", "schema_version": 50, "displayVersion": "45",
                 "detailsUrl": "https://good.test/%LOCALE%/x?v=%VERSION%&o=%OS%"}
                """));
        try (TestApp app = start(ContentChecks.STRICT, state)) {
            String version = "1%22%20actions=%22silent%22%20openURL=%22https:evil.test";
            Response response = get(app, SampleState.OFFERED_2_0.replace("/1.0/", "/" + version + "/"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body())
                    .contains("detailsURL=\"https://good.test/de/x?v=1&quot; actions=&quot;silent&quot;")
                    .doesNotContain("actions=\"silent\"");
            assertThat(findings(response.body())).isEmpty();
            assertThat(get(app, SampleState.OFFERED_2_0.replace("/de/", "/%25VERSION%25/"))
                            .body())
                    .contains("https://good.test/%VERSION%/x?v=1.0&amp;o=Linux");
            assertThat(get(app, SampleState.OFFERED_2_0.replace("/de/", "/d%01e/"))
                            .status())
                    .isEqualTo(400);
            assertThat(app.reported()).isEmpty();
        }
    }

    /** Findings 4 and 7 of the cases: the operator learns of a release that can't answer clients. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/buildID | No 'buildID' in 'Linux'",
                "/OS_FTP | No 'OS_FTP' in 'platform'",
                "fileUrls | Couldn't find fileUrl",
                "appVersion | Version number 1.21.15b is invalid."
            })
    void findingF4AReleaseThatCannotAnswerIsTheOperatorsFault(String what, String message) throws IOException {
        ObjectNode state = state();
        ObjectNode platform = (ObjectNode) release(state).at("/platforms/Linux");
        switch (what) {
            case "fileUrls" ->
                release(state).set("fileUrls", TestApp.JSON.readTree("{\"release\": {\"partials\": {}}}"));
            case "appVersion" -> release(state).put("appVersion", "1.21.15b");
            default -> platform.remove(what.substring(1));
        }
        try (TestApp app = start(ContentChecks.STRICT, state)) {
            int before = app.reported().size();
            for (int i = 0; i < 5; i++) {
                Response response = get(app, SampleState.OFFERED_2_0);
                assertThat(response.status()).isEqualTo(400);
                assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(response.body()).isEqualTo(message);
            }
            assertThat(app.measurements())
                    .contains(
                            "balrog_answers_total{channel=\"release\",outcome=\"bad_release\",product=\"Firefox\"} 5.0")
                    .contains("balrog_rule_answers_total{outcome=\"bad_release\",product=\"Firefox\",rule=\"1\"} 5.0")
                    .contains("balrog_snapshot_releases_findings{kind=\"unanswerable\"} 1.0")
                    .contains("balrog_snapshot_releases_withheld 0.0")
                    .doesNotContain("outcome=\"update\"");
            // Once when it is verified, and once when a client asks for it.
            assertThat(before).isEqualTo(1);
            assertThat(app.reported())
                    .hasSize(2)
                    .allSatisfy(error -> assertThat(error)
                            .hasMessageContaining("Firefox-2.0")
                            .hasMessageContaining(message));
        }
    }

    @Test
    void findingF4ARequestThatIsBadItselfIsCountedAsOne() throws IOException {
        try (TestApp app = start(ContentChecks.STRICT, state())) {
            assertThat(get(app, SampleState.OFFERED_2_0.replace("/1.0/", "/x/")).status())
                    .isEqualTo(400);
            assertThat(get(
                                    app,
                                    SampleState.OFFERED_2_0
                                            .replace("/1.0/", "/2.0/")
                                            .replace("/de/", "/xx/"))
                            .status())
                    .isEqualTo(400);
            assertThat(app.measurements())
                    .contains(
                            "balrog_answers_total{channel=\"release\",outcome=\"bad_request\",product=\"Firefox\"} 2.0");
            assertThat(app.reported()).isEmpty();
        }
    }

    @Test
    void findingF4ARuleThatCannotBeEvaluatedIsCountedAsOne() throws IOException {
        ObjectNode state = state();
        ((ObjectNode) state.at("/rules/0")).put("version", "<x");
        try (TestApp app = start(ContentChecks.STRICT, state)) {
            assertThat(get(app, SampleState.OFFERED_2_0).body()).isEqualTo("Version number x is invalid.");
            assertThat(get(app, SampleState.OFFERED_2_0).status()).isEqualTo(400);
            assertThat(app.measurements())
                    .contains("balrog_answers_total{channel=\"none\",outcome=\"bad_rule\",product=\"none\"} 2.0");
            assertThat(app.reported())
                    .singleElement()
                    .satisfies(error -> assertThat(error).hasMessageContaining("Version number x is invalid."));
        }
    }

    /** Finding 9: a cache keeps a response for each user agent where it matters. */
    @Test
    void finding9ResponsesForMacsVaryByUserAgent() throws IOException {
        try (TestApp app = start(ContentChecks.STRICT, state());
                HttpConnection connection = new HttpConnection(app.port())) {
            for (String userAgent : List.of("Intel", "x PPC x")) {
                Response response = connection.send("GET", MAC, Map.of("User-Agent", userAgent));
                assertThat(response.header("vary")).isEqualTo("User-Agent");
                assertThat(response.header("cache-control")).isEqualTo("public, max-age=90");
            }
            Response refused = connection.get(MAC.replace("/1.0/", "/x/"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.header("vary")).isEqualTo("User-Agent");
            assertThat(refused.header("cache-control")).isEqualTo("public, max-age=90");
            assertThat(connection.get(SampleState.OFFERED_2_0).header("vary")).isEmpty();
        }
    }

    /** Under strict checks, clients are not sent what they would discard. */
    @Test
    void findingF7WhatNoClientTakesIsWithheldUnderStrictChecksOnly() throws IOException {
        ObjectNode state = state();
        patch(state).put("filesize", 0);
        DatabaseUri database = database(state);
        try (TestApp app = TestApp.start(database, SampleState.CONFIG, Optional.empty(), ContentChecks.STRICT)) {
            assertThat(get(app, SampleState.OFFERED_2_0).body()).doesNotContain("<update ");
            assertThat(app.reported()).hasSize(1);
        }
        try (TestApp app = TestApp.start(database, SampleState.CONFIG, Optional.empty(), ContentChecks.COMPATIBLE)) {
            assertThat(get(app, SampleState.OFFERED_2_0).body()).contains("size=\"0\"");
            assertThat(app.reported()).hasSize(1);
            assertThat(app.measurements()).contains("balrog_snapshot_releases_findings{kind=\"unusable\"} 1.0");
        }
    }

    /** Finding 11 as far as clients are concerned: a row that is changed by hand is verified like any other. */
    @Test
    void aReleaseThatBecomesUnsafeIsWithheldWithinTwoSeconds() throws Exception {
        DatabaseUri uri = database(state());
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG, Optional.empty(), ContentChecks.STRICT);
                Database database = new Database(uri, DatabaseOptions.forWriting())) {
            assertThat(get(app, SampleState.OFFERED_2_0).body()).contains("<update ");
            ObjectNode unsafe = release(state());
            unsafe.put("displayVersion", "2.0\u0001");
            database.write(sql -> sql.execute("UPDATE releases SET data = ?", unsafe.toString()));
            Instant changed = Instant.now();
            while (get(app, SampleState.OFFERED_2_0).body().contains("<update ")) {
                assertThat(Duration.between(changed, Instant.now())).isLessThan(Duration.ofSeconds(20));
                Thread.sleep(20);
            }
            assertThat(get(app, SampleState.OFFERED_2_0).status()).isEqualTo(200);
        }
    }
}
