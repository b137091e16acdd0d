// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.balrog.client.fixture.FakeServer;
import dev.balrog.service.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signing and enacting exactly what was read, on the command line. */
@Tag("slow")
class ReviewedSignoffTest {
    private static final String LIST = "GET /scheduled_changes/rules";
    private static final String SIGN = "POST /scheduled_changes/rules/4/signoffs";
    private static final String ENACT = "POST /scheduled_changes/rules/4/enact";
    private static final String READ = "a".repeat(64);
    private static final String EDITED = "e".repeat(64);
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private final FakeServer server = new FakeServer();

    @BeforeEach
    void serve() {
        server.on(LIST, open(2, "B", READ))
                .on("GET /rules/3", json("{'rule_id':3,'mapping':'A','backgroundRate':25,'data_version':7}"))
                .on(SIGN, json("{}"))
                .on(ENACT, json("{}"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Answer open(int version, String mapping, String digest) {
        return json("{'scheduled_changes':[{'sc_id':4,'sc_data_version':" + version
                + ",'change_type':'update','when':1500,'scheduled_by':'bob','rule_id':3,'mapping':'" + mapping
                + "','fallbackMapping':'F','backgroundRate':25,'data_version':7,'digest':'" + digest
                + "','signoffs':{'bob':'releng'},'unbound_signoffs':['bob'],"
                + "'ineffective_signoffs':[{'username':'ann','role':'relman','reason':'stale'}],"
                + "'required_signoffs':{'releng':1,'relman':1}}]}");
    }

    private static Answer outdated(int version, String digest) {
        return json(
                409,
                "{'status':409,'title':'Conflict','detail':'Outdated signoff','sc_data_version':" + version
                        + ",'digest':'" + digest + "'}");
    }

    private Run balrog(String... arguments) {
        return Run.with(Map.of("BALROG_API_ROOT", server.url().toString()), arguments);
    }

    private Run give(String... options) {
        return balrog(Stream.concat(Stream.of("signoff", "give", "rule", "4", "--role=relman"), Arrays.stream(options))
                .toArray(String[]::new));
    }

    @Test
    void showsWhatIsSignedAndSignsNothingElse() {
        Run run = give("--yes");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsExactly(
                        "scheduled change 4 of type rule: update",
                        "  mapping          A          ->  B",
                        "  fallbackMapping  (nothing)  ->  F",
                        "  reaches         release B",
                        "  reaches         release F, as the fallback",
                        "  when            1970-01-01T00:00:01.500Z",
                        "  scheduled by    bob",
                        "  signoffs        releng 1/1: bob (bound on first sight)",
                        "  signoffs        relman 0/1",
                        "  does not count  ann as relman. Stale: the change or a release that it maps to was edited"
                                + " after this signoff",
                        "  data version    2",
                        "  digest          " + READ,
                        "Signed scheduled change 4 of type rule as relman.");
        assertThat(server.last(SIGN).body())
                .hasToString("{\"role\":\"relman\",\"sc_data_version\":2,\"digest\":\"" + READ + "\"}");
        assertThat(balrog("scheduled-change", "show", "rule", "4").out())
                .isEqualTo(run.out().replaceFirst("Signed .*\n", ""));
    }

    @Test
    void doesNotSignWithoutATerminalOrAnAgreement() {
        Run run = give();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no terminal to ask for confirmation: name with --digest and");
        assertThat(server.names("POST")).isEmpty();
    }

    @Test
    void refusesWhatWasEditedWhileTheUserWasReading() {
        server.once(LIST, open(2, "B", READ)).on(LIST, open(3, "EVIL", EDITED)).on(SIGN, outdated(3, EDITED));
        Run run = give("--yes");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines().skip(12))
                .containsExactly(
                        "Changed since then:",
                        "  data version  2" + " ".repeat(65) + "->  3",
                        "  digest        " + READ + "  ->  " + EDITED,
                        "  object.mapping  B  ->  EVIL");
        assertThat(run.err())
                .isEqualTo("balrog signoff give: nothing was changed: scheduled change 4 of type rule is no longer"
                        + " what you read\n");
    }

    @Test
    void saysWhenOnlyWhatTheChangeReachesWasEdited() {
        server.once(LIST, open(2, "B", READ)).on(LIST, open(2, "B", EDITED)).on(SIGN, outdated(2, EDITED));
        assertThat(give("--yes").out())
                .endsWith("  digest  " + READ + "  ->  " + EDITED
                        + "\n  The scheduled change is the same. Something that it reaches was edited.\n");
    }

    @Test
    void saysWhenTheChangeIsGone() {
        server.once(LIST, open(2, "B", READ))
                .on(LIST, json("{'scheduled_changes':[]}"))
                .on(SIGN, outdated(3, EDITED));
        assertThat(give("--yes").err()).contains("was enacted or deleted meanwhile");
        assertThat(give("--yes").err()).contains("is not open: it does not exist, or it was enacted or deleted");
        assertThat(balrog("scheduled-change", "show", "rule", "4").exitCode()).isEqualTo(1);
    }

    @Test
    void takesFromScriptsWhatTheyAgreeTo() {
        assertThat(give("--digest=" + READ, "--data-version=2").out())
                .isEqualTo("Signed scheduled change 4 of type rule as relman.\n");
        assertThat(server.names("POST")).hasSize(1);
        assertThat(give("--digest=" + READ).exitCode()).isEqualTo(2);
        assertThat(give("--data-version=2").exitCode()).isEqualTo(2);
        assertThat(server.names("POST")).hasSize(1);
    }

    @Test
    void refusesScriptsThatAgreeToSomethingElse() {
        server.on(LIST, open(3, "EVIL", EDITED))
                .on(
                        "GET /scheduled_changes/rules/4/revisions?limit=100",
                        json("{'revisions':[{'sc_id':4,'sc_data_version':2,'change_type':'update','when':1500,"
                                + "'scheduled_by':'bob','rule_id':3,'mapping':'B','fallbackMapping':'F',"
                                + "'backgroundRate':25,'data_version':7}]}"));
        Run run = give("--digest=" + READ, "--data-version=2");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("  digest        " + READ + "  ->  " + EDITED, "  object.mapping  B  ->  EVIL");
        assertThat(run.err()).contains("nothing was changed", "is no longer what the options say");
        assertThat(give("--digest=" + READ, "--data-version=3").exitCode()).isEqualTo(1);
        assertThat(server.names("POST")).isEmpty();
        assertThat(give("--digest=" + READ, "--data-version=2", "--output=json").out())
                .contains("\"path\" : \"object.mapping\"", "\"current\" : {");
    }

    @Test
    void enactsWhatItReads() {
        assertThat(balrog("scheduled-change", "enact", "rule", "4").out())
                .isEqualTo("Enacted scheduled change 4 of type rule.\n");
        assertThat(server.last(ENACT).body()).hasToString("{\"sc_data_version\":2,\"digest\":\"" + READ + "\"}");
        balrog("scheduled-change", "enact", "rule", "4", "--uptake=40");
        assertThat(server.last(ENACT).body().path("uptake").asInt()).isEqualTo(40);
        server.on(ENACT, outdated(3, EDITED));
        assertThat(balrog("scheduled-change", "enact", "rule", "4").exitCode()).isEqualTo(1);
        Run other = balrog("scheduled-change", "enact", "rule", "4", "--digest=" + EDITED, "--data-version=2");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(server.names(ENACT)).hasSize(3);
    }

    @Test
    void signsEachPartOfARelease() {
        server.on(
                        "GET /v2/releases",
                        json("{'releases':[{'name':'R','data_version':1,'read_only':false,'rule_info':{'7':{}},"
                                + "'required_signoffs':{'relman':1},'scheduled_changes':["
                                + "{'sc_id':3,'sc_data_version':1,'change_type':'update','when':5,'digest':'aa'},"
                                + "{'sc_id':9,'sc_data_version':1,'change_type':'update','when':5,'digest':'bb',"
                                + "'path':'.platforms.p.locales.de'}]}]}"))
                .on(
                        "GET /v2/releases/R",
                        json("{'blob':{'detailsUrl':'x','fakePartials':true},'data_versions':{'.':1},"
                                + "'sc_blob':{'detailsUrl':'y'},'sc_data_versions':{'.':1}}"))
                .on("PUT /v2/releases/R/signoff", json("null"));
        String[] give = {"signoff", "give", "release", "R", "--role=relman"};
        Run run = balrog(Stream.concat(Arrays.stream(give), Stream.of("--yes")).toArray(String[]::new));
        assertThat(run.out())
                .contains(
                        "  data.detailsUrl    x     ->  y",
                        "  data.fakePartials  true  ->  (nothing)",
                        "rules that map to it: 7",
                        "  digest of release_assets/9  bb");
        assertThat(server.last("PUT /v2/releases/R/signoff").body())
                .hasToString(
                        "{\"role\":\"relman\",\"digests\":{\"releases_json/3\":\"aa\",\"release_assets/9\":\"bb\"}}");
        String both = "--digest=releases_json/3=aa";
        assertThat(balrog(with(give, both, "--digest=release_assets/9=bb")).exitCode())
                .isZero();
        assertThat(balrog(with(give, both)).exitCode()).isEqualTo(1);
        assertThat(balrog(with(give, both, "--digest=bb")).exitCode()).isEqualTo(2);
        assertThat(server.names("PUT")).hasSize(2);
    }

    private static String[] with(String[] common, String... more) {
        return Stream.concat(Arrays.stream(common), Arrays.stream(more)).toArray(String[]::new);
    }

    /** In a pseudoterminal of its own, which {@code script} makes. */
    @Test
    @Timeout(120)
    void asksOnATerminal() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "not installed: bsdutils");
        assertThat(onATerminal("n\n")).contains("Sign this off as relman? [y/N]", "nothing was changed");
        assertThat(server.names("POST")).isEmpty();
        assertThat(onATerminal("y\n")).contains("  mapping", "Signed scheduled change 4 of type rule as relman.");
        assertThat(server.names("POST")).hasSize(1);
    }

    private String onATerminal(String typed) throws IOException, InterruptedException {
        String command = Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "signoff",
                        "give",
                        "rule",
                        "4",
                        "--role=relman")
                .map(argument -> "'" + argument + "'")
                .collect(Collectors.joining(" "));
        ProcessBuilder builder =
                new ProcessBuilder(List.of(SCRIPT.toString(), "-qec", command, "/dev/null")).redirectErrorStream(true);
        builder.environment().put("BALROG_API_ROOT", server.url().toString());
        Process process = builder.start();
        process.getOutputStream().write(typed.getBytes(US_ASCII));
        process.getOutputStream().flush();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
