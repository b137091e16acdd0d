// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.outdated;
import static dev.balrog.client.fixture.FakeServer.problem;
import static dev.balrog.client.fixture.FakeServer.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.FakeServer;
import dev.balrog.service.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RemoteCommandsTest {
    private static final String RULE = "{'rule_id':3,'alias':'nightly','priority':90,'mapping':'A','backgroundRate':50,"
            + "'update_type':'minor','product':'Firefox','channel':'nightly','data_version':4}";
    private static final String SCHEDULED =
            "{'scheduled_changes':[{'sc_id':4,'sc_data_version':2,'change_type':'update',"
                    + "'when':1500,'scheduled_by':'bob','complete':false,'rule_id':3,'mapping':'B','signoffs':{'bob':'releng'},"
                    + "'ineffective_signoffs':[{'username':'ann','role':'relman','reason':'stale'},"
                    + "{'username':'dan','role':'releng','reason':'role_revoked'}],"
                    + "'required_signoffs':{'releng':1}}]}";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    private Run balrog(String... arguments) {
        return Run.with(Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret"), arguments);
    }

    private String done(String... arguments) {
        Run run = balrog(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private String file(String json) throws IOException {
        return Files.writeString(directory.resolve("in.json"), json.replace('\'', '"'))
                .toString();
    }

    @Test
    void listsRulesForPeopleAndForPrograms() {
        server.on("GET /rules?product=Firefox", json("{'rules':[" + RULE + "]}"));
        assertThat(done("rule", "list", "--product=Firefox").lines())
                .containsExactly(
                        "RULE_ID  ALIAS    PRIORITY  PRODUCT  CHANNEL  VERSION  MAPPING  BACKGROUNDRATE",
                        "3        nightly  90        Firefox  nightly           A        50");
        assertThat(done("rule", "list", "--product=Firefox", "--output=json"))
                .startsWith("[ {")
                .contains("\"rule_id\" : 3", "\"version\" : null");
        assertThat(server.last("GET /rules?product=Firefox").authorization()).isEqualTo("Bearer s3cret");
    }

    @Test
    void showsARule() {
        server.on("GET /rules/nightly", json(RULE));
        assertThat(done("rule", "show", "nightly").lines())
                .contains("rule_id         3", "mapping         A")
                .noneMatch(line -> line.startsWith("version"));
    }

    @Test
    void changesAndMakesRules() {
        server.on("GET /rules/3", json(RULE))
                .on("POST /rules/3", json("{'new_data_version':5}"))
                .on("POST /rules", json("17"));
        assertThat(done("rule", "submit", "3", "--set", "mapping=B", "--set=version=<=45.0", "--set=locale="))
                .isEqualTo("Rule 3 is changed; data version 5.\n");
        assertThat(server.last("POST /rules/3").body())
                .hasToString("{\"mapping\":\"B\",\"version\":\"<=45.0\",\"locale\":null,\"data_version\":4}");
        assertThat(done("rule", "submit", "--set=priority=5", "--output=json")).isEqualToIgnoringWhitespace("""
                {"rule_id": 17}""");
    }

    @Test
    void showsWhatWouldBeChanged() {
        server.on("GET /rules/3", json(RULE));
        assertThat(done("rule", "submit", "3", "--set=mapping=B", "--set=backgroundRate=50", "--dry-run")
                        .lines())
                .containsExactly("Would send POST " + server.url() + "/rules/3", "  mapping  A  ->  B");
        assertThat(done("rule", "submit", "3", "--set=mapping=B", "--dry-run", "--output=json"))
                .contains("\"method\" : \"POST\"", "\"mapping\" : \"B\"", "\"current\" : {", "\"mapping\" : \"A\"");
        assertThat(done("rule", "delete", "3", "--dry-run"))
                .startsWith("Would send DELETE " + server.url() + "/rules/3?data_version=4")
                .contains("  mapping         A        ->  (nothing)");
        assertThat(server.names()).allMatch(name -> name.startsWith("GET"));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(balrog("rule", "submit", "3", "--set=speed=9"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err())
                        .startsWith("balrog rule submit: a rule has no field 'speed': there are alias, priority,"));
        assertThat(balrog("rule", "submit", "--set=priority=high").err())
                .isEqualTo("balrog rule submit: priority must be an integer, not 'high'\n");
        assertThat(balrog("release", "submit", "R", directory + "/none.json").exitCode())
                .isEqualTo(2);
        assertThat(balrog("release", "submit", "R", "x", "--when=tomorrow").err())
                .contains("'tomorrow' is not a time: give one such as 2026-12-31T18:00:00Z");
        assertThat(balrog("signoff", "give", "rules", "3", "--role=releng").err())
                .contains("'rules' is not a type: give one of rule, release, release-v1,");
        assertThat(balrog("signoff", "give", "rule", "R", "--role=releng").err())
                .contains("changes of type rule have numbers, and 'R' is none");
        assertThat(Run.balrog("rule", "list").err()).contains("--api-root", "BALROG_API_ROOT");
        assertThat(Run.with(Map.of("BALROG_API_ROOT", "balrog"), "rule", "list").exitCode())
                .isEqualTo(2);
        assertThat(Run.with(Map.of("BALROG_API_ROOT", "http://localhost", "AUTH0_M2M_CLIENT_ID", "me"), "rule", "list")
                        .err())
                .contains("set the environment variable AUTH0_M2M_CLIENT_SECRET");
        assertThat(server.names()).isEmpty();
    }

    @Test
    void saysWhyTheServerRefuses() {
        server.on("GET /rules/3", json(RULE)).on("POST /rules/3", problem(403, "Permission Denied", "bob may not"));
        Run refused = balrog("rule", "submit", "3", "--set=mapping=B");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("balrog rule submit: POST /rules/3 returned status 403 Refused: Permission Denied: bob may"
                        + " not\n");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void saysThatTheServerCannotBeReached() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Run lost = Run.with(Map.of("BALROG_API_ROOT", "http://127.0.0.1:" + free), "shutoff", "list");
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(lost.err()).contains("balrog shutoff list: GET http://127.0.0.1:", ": no connection");
    }

    @Test
    void getsATokenForTheAccountOfAProgram() {
        server.on("POST /token", json("{'access_token':'t1','expires_in':3600}"))
                .on("GET /rules", json("{'rules':[]}"));
        Map<String, String> variables = Map.of(
                "BALROG_API_ROOT", server.url().toString(),
                "TOKEN_URL", server.url() + "/token",
                "AUTH0_M2M_CLIENT_ID", "me",
                "AUTH0_M2M_CLIENT_SECRET", "hunter2",
                "AUTH0_AUDIENCE", "balrog");
        assertThat(Run.with(variables, "rule", "list").exitCode()).isZero();
        assertThat(server.last("GET /rules").authorization()).isEqualTo("Bearer t1");
        server.on("POST /token", Answer.text(401, "hunter2"));
        Run refused = Run.with(variables, "rule", "list");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("it responded with status 401").doesNotContain("hunter2");
    }

    @Test
    void handlesReleases() throws IOException {
        server.on(
                        "GET /v2/releases",
                        json("{'releases':[{'name':'R','product':'Firefox','data_version':3,'read_only':true,"
                                + "'rule_info':{},'required_signoffs':{'releng':1},'scheduled_changes':[]}]}"))
                .on("GET /v2/releases/R", json("{'blob':{'name':'R','a':{'b':1,'c':2}},'data_versions':{'.':3}}"))
                .on("GET /v2/releases/R/data_versions", json("{'data_versions':{'.':3}}"))
                .on("PUT /v2/releases/R", json("{'.':{'sc_id':9,'when':1}}"))
                .on("PUT /v2/releases/R/read_only", json("{'.':4}"))
                .on("DELETE /v2/releases/R", Answer.text(200, ""));
        assertThat(done("release", "list", "--product=Firefox"))
                .contains("R     Firefox  3             true       {\"releng\":1}");
        assertThat(done("release", "show", "R")).isEqualToIgnoringWhitespace("""
                {"name": "R", "a": {"b": 1, "c": 2}}""");
        String file = file("{'name':'R','a':{'b':5,'d':6}}");
        assertThat(done("release", "submit", "R", file, "--dry-run").lines())
                .containsExactly(
                        "Would send PUT " + server.url() + "/v2/releases/R",
                        "  a.b  1          ->  5",
                        "  a.c  2          ->  (nothing)",
                        "  a.d  (nothing)  ->  6");
        assertThat(done("release", "submit", "R", file, "--when=2026-12-31T18:00:00Z"))
                .isEqualTo("Release R submitted is scheduled.\n");
        assertThat(server.last("PUT /v2/releases/R").body().path("when").asLong())
                .isEqualTo(1_798_740_000_000L);
        assertThat(done("release", "read-only", "R", "off", "--dry-run"))
                .contains("  read_only         true       ->  false");
        assertThat(done("release", "read-only", "R", "off")).isEqualTo("Release R made writable.\n");
        assertThat(done("release", "delete", "R")).isEqualTo("Release R is deleted.\n");
    }

    @Test
    void handlesReleasesOfTheFirstApi() throws IOException {
        server.on("HEAD /releases/R", versioned(3, ""))
                .on("GET /releases/R", versioned(3, "{'name':'R'}"))
                .on("PUT /releases/R", json("{'new_data_version':4}"))
                .on("PUT /releases/R/read_only", json("{'new_data_version':4}"))
                .on("DELETE /releases/R?data_version=3", Answer.text(200, ""));
        String file = file("{'name':'R'}");
        assertThat(done("release", "show", "R", "--api=v1")).isEqualToIgnoringWhitespace("{\"name\": \"R\"}");
        assertThat(done("release", "submit", "R", file, "--product=Firefox", "--api=v1"))
                .isEqualTo("Release R is submitted; data version 4.\n");
        assertThat(balrog("release", "submit", "R", file, "--api=v1").exitCode())
                .isEqualTo(2);
        done("release", "read-only", "R", "on", "--api=v1");
        done("release", "delete", "R", "--api=v1");
        assertThat(server.names("DELETE", "PUT")).hasSize(3);
    }

    @Test
    void submitsLocales() throws IOException {
        server.on("POST /v2/releases/R", json("{'platforms':{'linux':{'locales':{'de':1}}}}"))
                .on("HEAD /releases/R", versioned(3, ""))
                .once("PUT /releases/R/builds/linux/de", outdated())
                .on("PUT /releases/R/builds/linux/de", json("{'new_data_version':4}"))
                .on("GET /releases/R/builds/linux/de", versioned(3, "{'buildID':'1'}"));
        String file = file("{'buildID':'2'}");
        String[] common = {"locale", "submit", "R", "linux", "de", file, "--product=Firefox", "--schema-version=9"};
        assertThat(done(with(common, "--dry-run")).lines())
                .containsExactly("Would send POST " + server.url() + "/v2/releases/R", "  buildID  1  ->  2");
        assertThat(done(common)).isEqualTo("de for linux is in release R.\n");
        assertThat(done(with(common, "--api=v1", "--hash-function=sha512", "--alias=a,b")))
                .isEqualTo("de for linux is in release R, data version 4.\n");
        assertThat(server.last("PUT /releases/R/builds/linux/de")
                        .body()
                        .path("alias")
                        .asString())
                .isEqualTo("[\"a\",\"b\"]");
    }

    private static String[] with(String[] common, String... more) {
        return Stream.concat(Arrays.stream(common), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void listsScheduledChanges() {
        String none = "{'scheduled_changes':[]}";
        server.on("GET /scheduled_changes/rules", json(SCHEDULED))
                .on("GET /scheduled_changes/rules?all=1", json(SCHEDULED))
                .on("GET /scheduled_changes/releases", json(none))
                .on("GET /scheduled_changes/permissions", json(none))
                .on("GET /scheduled_changes/user_roles", json(none))
                .on("GET /scheduled_changes/emergency_shutoff", json(none))
                .on("GET /scheduled_changes/required_signoffs/product", json(none))
                .on("GET /scheduled_changes/required_signoffs/permissions", json(none))
                .on("GET /scheduled_changes/pinnable_releases", json(none))
                .on("GET /v2/releases", json("{'releases':[]}"));
        assertThat(done("scheduled-change", "list").lines())
                .containsExactly(
                        "TYPE  SC_ID  CHANGE_TYPE  WHEN                      SCHEDULED_BY  SIGNOFFS          "
                                + "INEFFECTIVE_SIGNOFFS           REQUIRED_SIGNOFFS  OBJECT",
                        "rule  4      update       1970-01-01T00:00:01.500Z  bob           {\"bob\":\"releng\"}  "
                                + "ann: stale, dan: role_revoked  {\"releng\":1}       "
                                + "{\"rule_id\":3,\"mapping\":\"B\"}");
        assertThat(done("scheduled-change", "list", "--output=json"))
                .contains("\"ineffective_signoffs\" : [ {", "\"reason\" : \"role_revoked\"", "\"digest\" : null");
        assertThat(done("scheduled-change", "list", "rule", "--all")).contains("rule  4");
    }

    @Test
    void schedulesChangesOfRulesWithAllTheirFields() {
        server.on("GET /rules/3", json(RULE)).on("POST /scheduled_changes/rules", json("{'sc_id':9,'signoffs':{}}"));
        String[] common = {
            "scheduled-change",
            "schedule",
            "rule",
            "--change=update",
            "--when=2026-12-31T18:00:00+01:00",
            "--set=rule_id=3",
            "--set=mapping=B"
        };
        assertThat(done(common)).isEqualTo("Scheduled change 9 of type rule for 2026-12-31T17:00:00Z.\n");
        assertThat(server.last("POST /scheduled_changes/rules").body().toString())
                .contains("\"alias\":\"nightly\"", "\"mapping\":\"B\"", "\"rule_id\":3,\"data_version\":4")
                .endsWith("\"change_type\":\"update\",\"when\":1798736400000}");
        assertThat(done(with(common, "--dry-run"))).contains("  mapping", "A", "->  B");

        done(with(common, "--uptake=40", "--uptake-product=Firefox", "--uptake-channel=beta"));
        assertThat(server.last("POST /scheduled_changes/rules").body().toString())
                .contains("\"telemetry_uptake\":40");
        assertThat(balrog(with(common, "--uptake=40")).exitCode()).isEqualTo(2);

        done("scheduled-change", "schedule", "rule", "--change=delete", "--when=5", "--set=rule_id=3");
        assertThat(server.last("POST /scheduled_changes/rules").body())
                .hasToString("{\"rule_id\":3,\"data_version\":4,\"change_type\":\"delete\",\"when\":5}");
    }

    @Test
    void schedulesOtherChanges() throws IOException {
        server.on("POST /scheduled_changes/permissions", json("{'sc_id':9,'signoffs':{}}"));
        String file = file("{'permission':'rule','options':'{}'}");
        done(
                "scheduled-change",
                "schedule",
                "permission",
                "--change=insert",
                "--when=5",
                "--file=" + file,
                "--set=username=ann");
        assertThat(server.last("POST /scheduled_changes/permissions").body())
                .hasToString("{\"permission\":\"rule\",\"options\":\"{}\",\"username\":\"ann\","
                        + "\"change_type\":\"insert\",\"when\":5}");
        assertThat(balrog("scheduled-change", "schedule", "pin", "--change=insert", "--when=5")
                        .err())
                .contains("balrog pin set --when");
    }

    @Test
    void signsDeletesAndEnacts() {
        String change = " /scheduled_changes/rules/4";
        server.on("GET /scheduled_changes/rules", json(SCHEDULED))
                .on("POST" + change + "/signoffs", json("{}"))
                .on("DELETE" + change + "/signoffs?username=bob", json("{}"))
                .on("POST" + change + "/enact", json("{}"))
                .on("DELETE" + change + "?data_version=2", json("{}"))
                .on("GET /rules/3", json(RULE))
                .on(
                        "GET /v2/releases",
                        json("{'releases':[{'name':'R','scheduled_changes':[{'sc_id':4,'sc_data_version':1}]}]}"))
                .on("PUT /v2/releases/R/signoff", json("null"))
                .on("DELETE /v2/releases/R/signoff", json("null"))
                .on("POST /v2/releases/R/enact", json("null"));
        assertThat(done("signoff", "give", "rule", "4", "--role=releng", "--dry-run"))
                .contains("Would send POST", "  role  (nothing)  ->  releng");
        assertThat(done("signoff", "give", "rule", "4", "--role=releng", "--yes"))
                .endsWith("Signed scheduled change 4 of type rule as releng.\n");
        done("signoff", "withdraw", "rule", "4", "--user=bob");
        done("scheduled-change", "enact", "rule", "4");
        done("scheduled-change", "delete", "rule", "4");
        assertThat(done("signoff", "give", "release", "R", "--role=releng", "--yes"))
                .endsWith("Signed scheduled change of release R as releng.\n");
        done("signoff", "withdraw", "release", "R");
        done("scheduled-change", "enact", "release", "R");
        assertThat(server.names("POST", "DELETE", "PUT")).hasSize(7);
        assertThat(balrog("scheduled-change", "delete", "release", "R").exitCode())
                .isEqualTo(2);
        assertThat(balrog("signoff", "withdraw", "release", "R", "--user=bob").exitCode())
                .isEqualTo(2);
    }

    @Test
    void setsAndShowsPins() {
        server.on("GET /v2/pins/Firefox/release/66.", json("{'mapping':'Q','data_version':2}"))
                .once("PUT /v2/releases/R/pinnable", json("{'.':3}"))
                .once("PUT /v2/releases/R/pinnable", json("{'.':{'sc_id':7,'when':5}}"))
                .on("PUT /v2/releases/R/pinnable", json("{'pin_not_set':true,'reason':'existing_pin_is_newer'}"));
        assertThat(done("pin", "show", "Firefox", "release", "66.")).contains("mapping       Q");
        String[] set = {"pin", "set", "Firefox", "release", "66.", "R"};
        assertThat(done(with(set, "--dry-run"))).contains("Would send PUT");
        assertThat(done(set)).isEqualTo("Firefox release 66. is pinned to R.\n");
        assertThat(done(with(set, "--when=5"))).contains("will be pinned to R by scheduled change 7.");
        Run refused = balrog(set);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEqualTo("Firefox release 66. is not pinned to R: existing_pin_is_newer.\n");
    }

    @Test
    void handlesShutoffs() {
        String shutoff = "{'product':'Firefox','channel':'beta','comment':'fire','data_version':3}";
        server.on("GET /emergency_shutoff", json("{'shutoffs':[" + shutoff + "]}"))
                .on("GET /emergency_shutoff/Firefox/beta", json(shutoff))
                .on("POST /emergency_shutoff", json(201, "{}"))
                .on("DELETE /emergency_shutoff/Firefox/beta?data_version=3", Answer.text(200, ""))
                .on("POST /scheduled_changes/emergency_shutoff", json("{'sc_id':7,'signoffs':{}}"));
        assertThat(done("shutoff", "list")).contains("Firefox  beta     fire     3");
        assertThat(done("shutoff", "on", "Firefox", "nightly", "--comment=fire"))
                .isEqualTo("Updates of Firefox on nightly are stopped.\n");
        assertThat(done("shutoff", "on", "Firefox", "nightly", "--dry-run").lines())
                .contains("  product  (nothing)  ->  Firefox");
        assertThat(done("shutoff", "off", "Firefox", "beta")).isEqualTo("Updates of Firefox on beta are resumed.\n");
        assertThat(done("shutoff", "off", "Firefox", "beta", "--when=5")).contains("by scheduled change 7.");
    }
}
