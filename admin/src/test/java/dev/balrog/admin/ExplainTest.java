// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(Lifecycle.PER_CLASS)
class ExplainTest {
    private static final String EMPTY = "<?xml version=\"1.0\"?>\n<updates>\n</updates>";

    private AdminOnDatabase admin;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        admin = Explained.start(Kind.SQLITE, directory);
    }

    @AfterAll
    void stop() {
        admin.close();
    }

    private static String url(String product, String version, String channel, String query) {
        return "https://aus.example.org/update/6/" + product + "/" + version + "/20240101000000/Linux/de/" + channel
                + "/Linux%206.8/ISET:SSE4_2,MEM:8000,JAWS:0/default/default/update.xml" + query;
    }

    private JsonNode explain(String url) throws Exception {
        return Explained.explain(admin, url, false);
    }

    private JsonNode explain(String channel, String query) throws Exception {
        return explain(url("Firefox", "1.0", channel, query));
    }

    @Test
    void tellsWhatWasReadOfTheUrl() throws Exception {
        assertThat(explain("release-cck-acme", "?force=-1&mig64=1&pin=1.5.").path("request"))
                .isEqualTo(Explained.JSON.readTree("""
                {"product": "Firefox", "buildTarget": "Linux", "headerArchitecture": "Intel", "distVersion": "default",
                 "channel": "release-cck-acme", "version": "1.0", "buildID": "20240101000000", "memory": 8000,
                 "osVersion": "Linux 6.8", "instructionSet": "SSE4_2", "distribution": "default", "locale": "de",
                 "mig64": true, "jaws": false, "force": "-1", "pin": "1.5."}"""));
        assertThat(explain(" /json/1/FirefoxVPN/2.1/linux/release/update.json\n")
                        .path("request"))
                .isEqualTo(Explained.JSON.readTree("""
                {"product": "FirefoxVPN", "buildTarget": "linux", "headerArchitecture": null, "distVersion": null,
                 "channel": "release", "version": "2.1", "buildID": null, "memory": null, "osVersion": null,
                 "instructionSet": "", "distribution": null, "locale": null, "mig64": null, "jaws": null,
                 "force": null, "pin": null}"""));
    }

    @Test
    void tellsBothSidesOfARollout() throws Exception {
        JsonNode told = explain("release", "");
        assertThat(told.path("rule").asInt()).isEqualTo(1);
        assertThat(told.path("outcome").asString()).isEqualTo("update");
        assertThat(told.path("sentence").asString())
                .isEqualTo(
                        "Rule 1 applies: a request that the background rate of 25 % reaches is offered Firefox-2.0.");
        assertThat(told.path("mapping").asString()).isEqualTo("Firefox-2.0");
        assertThat(told.path("fallback").asString()).isEqualTo("Firefox-1.5");
        assertThat(told.path("background_rate").asInt()).isEqualTo(25);
        assertThat(told.at("/answer/status").asInt()).isEqualTo(200);
        assertThat(told.at("/answer/content_type").asString()).isEqualTo("text/xml; charset=utf-8");
        assertThat(told.at("/answer/body").asString())
                .contains("https://download.example.org/de/2.0.mar")
                .contains("https://download.example.org/de/1.0-2.0.mar");
        assertThat(told.at("/otherwise/release").asString()).isEqualTo("Firefox-1.5");
        assertThat(told.at("/otherwise/sentence").asString())
                .isEqualTo("Rule 1 applies: a request that the background rate of 25 % leaves out is offered"
                        + " Firefox-1.5, the fallback mapping.");
        assertThat(told.at("/otherwise/answer/body").asString()).contains("https://forced.example.org/de/1.5.mar");
    }

    @Test
    void tellsOneSideWhereTheClientChoseIt() throws Exception {
        JsonNode told = explain("release", "?force=-1");
        assertThat(told.path("otherwise").isNull()).isTrue();
        assertThat(told.path("sentence").asString())
                .isEqualTo("Rule 1 applies: the request is offered Firefox-1.5, the fallback mapping.");
        assertThat(told.at("/answer/body").asString()).contains("https://forced.example.org/de/1.5.mar?force=-1");
    }

    @Test
    void tellsOfAPin() throws Exception {
        JsonNode told = explain("release", "?force=1&pin=1.5.");
        assertThat(told.path("pin"))
                .isEqualTo(Explained.JSON.readTree("{\"version\": \"1.5.\", \"mapping\": \"Firefox-1.5\"}"));
        assertThat(told.path("release").asString()).isEqualTo("Firefox-1.5");

        ObjectNode other = (ObjectNode) explain("conditions", "?pin=1.2.");
        assertThat(other.at("/pin/mapping").isNull()).isTrue();
        assertThat(other.path("release").asString()).isEqualTo("Firefox-2.0");
    }

    @ParameterizedTest(name = "{0} {1}{2}")
    @CsvSource(delimiter = '|', textBlock = """
            Firefox | 1.0 | nightly | | Updates of Firefox on the channel nightly are shut off: nothing is offered, whatever the rules say.
            Firefox | 1.0 | unheard | | No rule applies: nothing is offered.
            Firefox | 1.0 | empty   | | Rule 11 applies: the request is offered nothing, because the rule has no mapping.
            Firefox | 1.0 | aurora  | | Rule 9 applies: the request is offered nothing, because the background rate is 0 % and the rule has no fallback mapping.
            Firefox | 1.0 | aurora  | ?force=-1 | Rule 9 applies: the request is offered nothing, because it asks for the fallback mapping, which the rule does not have.
            Firefox | 1.0 | beta    | | Rule 3 applies: the request is offered nothing, because the release Broken can't be read: schema_version 77 is unknown.
            Firefox | 1.0 | lost    | ?force=-1 | Rule 12 applies: the request is offered nothing, because there is no release Gone.
            Firefox | 2.1 | conditions | | Rule 32 applies: the request is offered nothing, because it already has that version or a newer one, or because the release has nothing for its platform.
            """)
    void tellsWhyNothingIsOffered(String product, String version, String channel, String query, String sentence)
            throws Exception {
        JsonNode told = explain(url(product, version, channel, query == null ? "" : query));
        assertThat(told.path("outcome").asString()).isEqualTo("no_update");
        assertThat(told.path("sentence").asString()).isEqualTo(sentence);
        assertThat(told.path("release").isNull()).isTrue();
        assertThat(told.path("otherwise").isNull()).isTrue();
        assertThat(told.at("/answer/body").asString()).isEqualTo(EMPTY);
    }

    @Test
    void tellsOfAShutoffAndOfMissingReleases() throws Exception {
        JsonNode shutOff = explain("nightly-cck-acme", "");
        assertThat(shutOff.path("shutoff"))
                .isEqualTo(Explained.JSON.readTree("{\"product\": \"Firefox\", \"channel\": \"nightly\"}"));
        assertThat(shutOff.path("rule").isNull()).isTrue();
        assertThat(reasonOf(shutOff, 4)).isEqualTo(Explained.JSON.readTree("""
                {"field": null, "rule_value": null, "request_value": null, "sentence":
                 "All conditions are satisfied, but updates of Firefox on the channel nightly are shut off."}"""));
        assertThat(explain("beta", "").path("missing_release"))
                .isEqualTo(Explained.JSON.readTree(
                        "{\"name\": \"Broken\", \"problem\": \"schema_version 77 is unknown\"}"));
        assertThat(explain("lost", "?force=-1").path("missing_release"))
                .isEqualTo(Explained.JSON.readTree("{\"name\": \"Gone\", \"problem\": null}"));
    }

    @Test
    void tellsWhyARequestIsRefused() throws Exception {
        JsonNode told = explain(url("Firefox", "new", "esr", ""));
        assertThat(told.path("outcome").asString()).isEqualTo("error");
        assertThat(told.path("sentence").asString()).startsWith("The request is rejected with status 400: ");
        assertThat(told.at("/answer/status").asInt()).isEqualTo(400);
        JsonNode reason = reasonOf(told, 10);
        assertThat(reason.path("field").asString()).isEqualTo("version");
        assertThat(reason.path("rule_value").asString()).isEqualTo("<60.0");
        assertThat(reason.path("request_value").asString()).isEqualTo("new");
        assertThat(reason.path("sentence").asString())
                .startsWith("Whether the rule applies can't be determined, so the request is rejected: ");
    }

    /** Finding F18 of the cases: an update without a patch is none. */
    @Test
    void tellsThatClientsDiscardAnUpdateWithoutFile() throws Exception {
        JsonNode told = explain(url("Fennec", "1.0", "release", ""));
        assertThat(told.path("outcome").asString()).isEqualTo("update");
        assertThat(told.at("/answer/body").asString()).contains("<update ").doesNotContain("<patch");
        assertThat(told.path("sentence").asString())
                .isEqualTo("Rule 40 applies: the request is offered Fennec-2.0, but without a file for the request, so"
                        + " clients discard the update.");
    }

    @Test
    void tellsThatOnlyPartsAreThrottled() throws Exception {
        JsonNode told = explain(url("GMP", "1.0", "release", ""));
        assertThat(told.at("/answer/body").asString()).contains("plugin.zip");
        assertThat(told.at("/otherwise/answer/body").asString()).doesNotContain("plugin.zip");
        assertThat(told.at("/otherwise/sentence").asString())
                .isEqualTo(
                        "Rule 5 applies: a request that the background rates of the rules for the parts of the response"
                                + " leave out is offered Everything.");
    }

    @Test
    void tellsTheFirstReasonOfEachRule() throws Exception {
        JsonNode told = explain("conditions", "");
        assertThat(told.path("candidate_count").asInt()).isEqualTo(22);
        assertThat(reasons(told))
                .containsExactly(
                        "20 buildTarget \"Darwin\" \"Linux\"",
                        "21 headerArchitecture \"PPC\" \"Intel\"",
                        "22 distVersion \"2.1\" \"default\"",
                        "23 version \"<1.0\" \"1.0\"",
                        "24 buildID \"<2000\" \"20240101000000\"",
                        "25 memory \"<2048\" 8000",
                        "26 osVersion \"Windows\" \"Linux 6.8\"",
                        "27 instructionSet \"AVX\" \"SSE4_2\"",
                        "28 distribution \"acme\" \"default\"",
                        "29 locale \"fr,it\" \"de\"",
                        "30 mig64 true null",
                        "31 jaws true false",
                        "32 matched",
                        "33 priority 508 null",
                        "1 channel \"release\" \"conditions\"",
                        "2 channel \"release*\" \"conditions\"",
                        "3 channel \"beta\" \"conditions\"",
                        "4 channel \"nightly\" \"conditions\"",
                        "9 channel \"aurora\" \"conditions\"",
                        "10 channel \"esr\" \"conditions\"",
                        "11 channel \"empty\" \"conditions\"",
                        "12 channel \"lost\" \"conditions\"");
        assertThat(reasonOf(told, 29).path("sentence").asString())
                .isEqualTo("The rule is for locale 'fr,it', the request has 'de'.");
        assertThat(reasonOf(told, 30).path("sentence").asString())
                .isEqualTo("The rule is for mig64 true, the request does not send one.");
        assertThat(reasonOf(told, 33).path("sentence").asString())
                .isEqualTo("All conditions are satisfied, but rule 32 has the same priority and comes first.");
        assertThat(reasonOf(explain("release", ""), 2).path("sentence").asString())
                .isEqualTo("All conditions are satisfied, but rule 1 has a higher priority.");
    }

    private static List<String> reasons(JsonNode told) {
        return told.path("candidates")
                .valueStream()
                .map(rule -> rule.path("rule_id") + " "
                        + (rule.path("matched").asBoolean()
                                ? "matched"
                                : rule.at("/reason/field").asString() + " " + rule.at("/reason/rule_value") + " "
                                        + rule.at("/reason/request_value")))
                .toList();
    }

    private static JsonNode reasonOf(JsonNode told, int rule) {
        return told.path("candidates")
                .valueStream()
                .filter(candidate -> candidate.path("rule_id").asInt(0) == rule)
                .findFirst()
                .orElseThrow()
                .path("reason");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            https://aus.example.org/ | This is not an update URL. Expected one such as
            aus.example.org/update/1/Firefox/1.0/2024/Linux/de/release/update.xml | This is not an update URL.
            /update/1/Firefox/1.0/2024/Linux/de/release/update.json | This is not an update URL.
            /update/1/Firefox/1.0/2024/Linux/de/release/update.xml?fast=1 | The public app rejects this URL because of its query: fast is unknown. Expected any of avast, force,
            /update/1/Firefox/1.0/2024/Linux/de/release/update.xml?pin= | The public app rejects this URL because of its query: the pin is empty.
            """)
    void refusesWhatIsNoUpdateUrl(String url, String detail) throws Exception {
        HttpResponse<String> response = Explained.send(
                admin, "POST", "/v2/explain", Explained.JSON.createObjectNode().put("url", url));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Explained.JSON.readTree(response.body()).path("detail").asString())
                .startsWith(detail);
    }

    @Test
    void refusesStrangersAndOtherBodies() throws Exception {
        List<String> json = List.of("Content-Type", "application/json");
        assertThat(admin.send("POST", "/v2/explain", "{\"url\": \"/\"}", json).statusCode())
                .isEqualTo(401);
        assertThat(Explained.send(admin, "POST", "/v2/explain", Explained.JSON.createObjectNode())
                        .statusCode())
                .isEqualTo(400);
    }
}
