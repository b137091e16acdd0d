// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.publicapp.HttpConnection.Response;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the public app answers, seen from the outside. */
class PublicAppTest {
    @TempDir
    static Path directory;

    private static TestApp app;
    private HttpConnection connection;

    @BeforeAll
    static void startApp() throws IOException {
        app = TestApp.start(
                TestApp.database(TestDatabases.uri(Kind.SQLITE, directory), SampleState.STATE), SampleState.CONFIG);
    }

    @AfterAll
    static void stopApp() {
        app.close();
    }

    @BeforeEach
    void connect() throws IOException {
        connection = new HttpConnection(app.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void offersTheUpdateThatTheRuleSays() throws IOException {
        Response response = connection.get(SampleState.OFFERED_2_0);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("text/xml; charset=utf-8");
        assertThat(response.header("rule-id")).isEqualTo("1");
        assertThat(response.header("rule-data-version")).isEqualTo("3");
        assertThat(response.body()).isEqualTo("""
                <?xml version="1.0"?>
                <updates>
                    <update type="minor" displayVersion="2.0" appVersion="2.0" platformVersion="2.0" buildID="20240201000000">
                        <patch type="complete" URL="https://download.example.org/de/2.0.mar" hashFunction="sha512" hashValue="%s" size="7"/>
                    </update>
                </updates>""".formatted(SampleState.HASH));
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() throws IOException {
        for (String target : new String[] {SampleState.OFFERED_2_0, "/nothing", "/api/v1/rules", "/__heartbeat__"}) {
            Response response = connection.get(target);

            assertThat(response.header("strict-transport-security")).isEqualTo("max-age=31536000;");
            assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(response.header("content-security-policy"))
                    .isEqualTo("default-src 'none'; frame-ancestors 'none'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/rules, 'public, max-age=90'",
        "/update/nothing, 'public, max-age=90'",
        "/__heartbeat__, 'public, max-age=60'",
        "/__lbheartbeat__, no-cache",
        "/robots.txt, no-cache"
    })
    void saysHowLongAnAnswerMayBeCached(String target, String cacheControl) throws IOException {
        assertThat(connection.get(target).header("cache-control")).isEqualTo(cacheControl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/update", "/update/7/x", "/updates", "/update/3/Firefox/1.0/update.xml"})
    void anUpdateUrlOfNoKnownKindIsAnsweredWithoutUpdate(String target) throws IOException {
        Response response = connection.get(target);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("<?xml version=\"1.0\"?>\n<updates>\n</updates>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/api/v1", "/api/v1/rules/", "/json/3/x", "*"})
    void whatIsNotThereIsNotFound(String target) throws IOException {
        assertThat(connection.get(target).status()).isEqualTo(404);
    }

    @Test
    void aMappingWithoutReleaseIsNoUpdate() throws IOException {
        Response response = connection.get(SampleState.OFFERED_2_0.replace("/release/", "/beta/"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("rule-id")).isEqualTo("2");
        assertThat(response.body()).doesNotContain("<update ");
    }

    @Test
    void aVersionThatIsNoneIsRefusedWithTheReason() throws IOException {
        Response response = connection.get(SampleState.OFFERED_2_0.replace("/1.0/", "/%3Cb%3E/"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.body()).isEqualTo("Version number &lt;b&gt; is invalid.");
    }

    @Test
    void aParameterThatIsNotUnderstoodIsRefused() throws IOException {
        Response response = connection.get(SampleState.OFFERED_2_0 + "?color=red");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(TestApp.JSON.readTree(response.body()).get("detail").asString())
                .isEqualTo("Extra query parameter(s) color not in spec");
    }

    @Test
    void headIsAnsweredLikeGetWithoutBody() throws IOException {
        Response get = connection.get(SampleState.OFFERED_2_0);
        Response head = connection.send("HEAD", SampleState.OFFERED_2_0, Map.of());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
        assertThat(head.body()).isEmpty();
        assertThat(connection.get("/__lbheartbeat__").body()).isEqualTo("OK!");
        assertThat(connection.get("/__lbheartbeat__?probe=1").body()).isEqualTo("OK!");
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        Response response = connection.send("DELETE", SampleState.OFFERED_2_0, Map.of());

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void superfluousSlashesAreRedirected() throws IOException {
        Response response = connection.get(SampleState.OFFERED_2_0.replace("/3/", "//3///") + "?force=1");

        assertThat(response.status()).isEqualTo(308);
        assertThat(response.header("location")).isEqualTo(SampleState.OFFERED_2_0 + "?force=1");
    }

    @Test
    void doubledLeadingSlashesAreOne() throws IOException {
        Response response = connection.get("//" + SampleState.OFFERED_2_0.substring(1));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("rule-id")).isEqualTo("1");
        assertThat(connection.get("///api/v1/rules/1").status()).isEqualTo(200);
        assertThat(connection.get("/%2F/__lbheartbeat__").body()).isEqualTo("OK!");
        assertThat(app.measurements()).contains("balrog_responses_total{kind=\"api\",status=\"200\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/releases/%C3%A9",
                "/api/v1/releases/Firefox-2.0/builds/%C3%A9/x",
                "/api/v1/releases?product=%C3%A9",
                "/api/v1/releases?name_prefix=%C3%A9",
                "/api/v1/rules?product=%C3%A9",
                "/api/v1/emergency_shutoff/%C3%A9/x",
                "/api/v1/pins/%C3%A9/x/1."
            })
    void parametersOfTheApiThatAreNotAsciiAreRefused(String target) throws IOException {
        assertThat(connection.get(target).status()).isEqualTo(400);
    }

    @Test
    void indentsForPretty1Alone() throws IOException {
        String plain = connection.get("/api/v1/releases/Firefox-2.0").body();

        assertThat(connection.get("/api/v1/releases/Firefox-2.0?pretty=1").body())
                .contains("\n    ");
        for (String other : new String[] {"", "0", "true", "2"}) {
            assertThat(connection
                            .get("/api/v1/releases/Firefox-2.0?pretty=" + other)
                            .body())
                    .isEqualTo(plain);
        }
    }

    @Test
    void tellsItsHealth() throws IOException {
        assertThat(connection.get("/__heartbeat__").body()).isEqualTo("2");
        assertThat(connection.get("/__lbheartbeat__").body()).isEqualTo("OK!");
        assertThat(TestApp.JSON.readTree(connection.get("/__version__").body()).has("version"))
                .isTrue();
    }

    @Test
    void servesFilesForCrawlers() throws IOException {
        assertThat(connection.get("/robots.txt").body()).contains("Disallow: /");
        assertThat(TestApp.JSON
                        .readTree(connection.get("/contribute.json").body())
                        .has("name"))
                .isTrue();
    }
}
