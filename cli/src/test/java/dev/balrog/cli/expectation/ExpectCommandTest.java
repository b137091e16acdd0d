// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.expectation;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.Run;
import dev.balrog.client.fixture.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for expectations, on the data of the demo and with a server. */
@Tag("slow")
class ExpectCommandTest {
    private static final String CHECK = "POST /v2/expectations/check";

    @TempDir
    private Path directory;

    private String write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private String demo() {
        String dataSet = directory.resolve("demo.jsonl").toString();
        assertThat(Run.balrog("generate", "demo", dataSet).exitCode()).isZero();
        return dataSet;
    }

    @Test
    void theExampleIsHeldByTheDemo() throws Exception {
        String example = ExpectationFilesTest.example();
        String dataSet = demo();
        Run held = Run.balrog("expect", "check", write("e.yaml", example), "--data-set", dataSet);
        assertThat(held.err()).isEmpty();
        assertThat(held.exitCode()).as(held.out()).isZero();
        // As the documentation shows it.
        assertThat(Files.readString(Path.of("../docs/expectations.md"))).contains(held.out());

        String wrong = example.replace("within: 5", "within: 4");
        Run broken = Run.balrog("expect", "check", write("w.yaml", wrong), "--data-set", dataSet);
        assertThat(broken.exitCode()).isEqualTo(4);
        assertThat(broken.out())
                .contains("broken  all-reach-140")
                .contains("  72.0.2 after 4 steps")
                .contains("/update/6/Firefox/10.0/");
    }

    @Test
    void whatIsGeneratedIsHeld() throws Exception {
        String database = "sqlite:///" + directory.resolve("demo.db");
        String dataSet = demo();
        assertThat(Run.balrog("db", "upgrade", "--database", database).exitCode())
                .isZero();
        assertThat(Run.balrog("import", dataSet, "--database", database).exitCode())
                .isZero();
        Run generated = Run.balrog("expect", "generate", "--from-database", database);
        assertThat(generated.err()).isEmpty();
        assertThat(generated.out())
                .startsWith("expectations:\n  - name: ")
                .contains("name: \"Firefox.release.windows\"")
                .isEqualTo(
                        Run.balrog("expect", "generate", "--data-set", dataSet).out());

        Run held = Run.balrog("expect", "check", write("g.yaml", generated.out()), "--data-set", dataSet);
        assertThat(held.exitCode()).as(held.out()).isZero();
        assertThat(held.out().lines().skip(1)).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("held "));
        assertThat(Run.balrog("expect", "generate", "--data-set", dataSet, "--product=Thunderbird")
                        .out())
                .contains("Thunderbird.")
                .doesNotContain("Firefox.");
    }

    @Test
    void failsForWhatChangesBreakAndNotForWhatIsBrokenAlready() throws Exception {
        String file = write("e.yaml", ExpectationFilesTest.example());
        String changes = write("c.json", "[{\"kind\": \"rule\"}]");
        try (FakeServer server = new FakeServer()) {
            Map<String, String> variables =
                    Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret");
            server.on(CHECK, json(report("false")));
            Run already = Run.with(variables, "expect", "check", file, "--changes", changes);
            assertThat(already.exitCode()).isZero();
            assertThat(already.out()).contains("broken already  a            1 of 2    an update");
            assertThat(Run.with(variables, "expect", "check", file).exitCode()).isEqualTo(4);
            assertThat(server.last(CHECK).body().toString())
                    .startsWith("{\"expectations\":[{\"name\":\"old-versions-pass-the-watershed\",")
                    .doesNotContain("changes");

            server.on(CHECK, json(report("true")));
            Run broken = Run.with(variables, "expect", "check", file, "--changes", changes);
            assertThat(broken.exitCode()).isEqualTo(4);
            assertThat(server.last(CHECK).body().toString()).endsWith(",\"changes\":[{\"kind\":\"rule\"}]}");
            assertThat(broken.out().lines())
                    .contains(
                            "a expects an update. Why.",
                            "  no update (shut_off), by rule 3, outside of the rollout:",
                            "  /update/1");
            assertThat(Run.with(variables, "expect", "check", file, "--output=json")
                            .out())
                    .startsWith("{");
        }
    }

    @Test
    void appliesAndExports() throws Exception {
        String file = write("e.yaml", ExpectationFilesTest.example());
        try (FakeServer server = new FakeServer()) {
            Map<String, String> variables =
                    Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret");
            server.on("GET /v2/expectations", json("""
                    {'expectations': [
                      {'expectation': {'name': 'betas-get-updates', 'expect': {'at_least': '141.0'}, 'rollout': 'both',
                         'requests': [{'product': 'Firefox', 'channel': 'beta', 'version': '140.0',
                                       'locale': ['de', 'en-US']}]}, 'products': ['Firefox'], 'data_version': 4},
                      {'expectation': {'name': 'all-reach-140', 'requests': [], 'expect': {}}, 'products': ['Firefox'],
                       'data_version': 2},
                      {'expectation': {'name': 'old', 'requests': [], 'expect': {}}, 'products': [],
                       'data_version': 3}]}"""));
            // A dry run sends nothing else.
            assertThat(Run.with(variables, "expect", "apply", file, "--prune", "--dry-run")
                            .out()
                            .lines())
                    .containsExactly(
                            "create  old-versions-pass-the-watershed",
                            "replace  all-reach-140",
                            "delete  old",
                            "3 to change, 1 unchanged.");
            assertThat(server.received()).hasSize(1);

            server.on("PUT /v2/expectations/old-versions-pass-the-watershed", json(201, "{}"));
            server.on("PUT /v2/expectations/all-reach-140", json("{}"));
            Run kept = Run.with(variables, "expect", "apply", file, "--output=json");
            assertThat(kept.exitCode()).as(kept.err()).isZero();
            assertThat(kept.out()).doesNotContain("delete");
            assertThat(server.last("PUT /v2/expectations/old-versions-pass-the-watershed")
                            .body()
                            .toString())
                    .startsWith("{\"expectation\":{\"name\":\"old-versions-pass-the-watershed\"");
            assertThat(server.last("PUT /v2/expectations/all-reach-140")
                            .body()
                            .path("old_data_version")
                            .asInt())
                    .isEqualTo(2);
            server.on("DELETE /v2/expectations/old?data_version=3", json("{}"));
            assertThat(Run.with(variables, "expect", "apply", file, "--prune").exitCode())
                    .isZero();
            assertThat(server.last("DELETE /v2/expectations/old?data_version=3"))
                    .isNotNull();
            server.on("PUT /v2/expectations/all-reach-140", FakeServer.problem(403, "Permission Denied", "no"));
            assertThat(Run.with(variables, "expect", "apply", file).exitCode()).isEqualTo(1);

            // What needs signoffs does not keep the others from being changed.
            server.on(
                    "PUT /v2/expectations/old-versions-pass-the-watershed",
                    FakeServer.problem(400, "Signoff Required", "No Signoffs given: propose a change set"));
            server.on("PUT /v2/expectations/all-reach-140", json("{}"));
            Run unsigned = Run.with(variables, "expect", "apply", file);
            assertThat(unsigned.exitCode()).isEqualTo(1);
            assertThat(unsigned.out().lines())
                    .containsExactly(
                            "create  old-versions-pass-the-watershed  (needs signoffs)",
                            "replace  all-reach-140",
                            "1 changed, 1 unchanged.");
            assertThat(unsigned.err()).contains("1 not changed for lack of signoffs: 'balrog apply'");

            Run exported = Run.with(variables, "expect", "export");
            assertThat(exported.out())
                    .startsWith("expectations:\n  - name: \"betas-get-updates\"")
                    .contains("name: \"old\"");
        }
    }

    private static String report(String heldBefore) {
        return """
                {'broken': [], 'expectations': [{'name': 'a', 'description': 'Why.', 'expected': 'an update',
                  'requests': 2, 'before': {'held': %s, 'broken_requests': 0, 'examples': []},
                  'after': {'held': false, 'broken_requests': 1, 'examples': [
                    {'url': '/update/1', 'rollout': 'out', 'actual': 'no update (shut_off)', 'rule': 3}]}}]}""".formatted(heldBefore);
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        String file = write("e.yaml", ExpectationFilesTest.example().replace("locale:", "locals:"));
        Run unknown = Run.balrog("expect", "check", file);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("balrog expect check: " + file + ":28: 'locals' is unknown here");

        String good = write("g.yaml", ExpectationFilesTest.example());
        Run noServer = Run.balrog("expect", "check", good);
        assertThat(noServer.exitCode()).isEqualTo(2);
        assertThat(noServer.err()).contains("--api-root is missing").contains("BALROG_API_ROOT");
        assertThat(Run.balrog("expect", "check").exitCode()).isEqualTo(2);
        assertThat(Run.balrog("expect", "generate").exitCode()).isEqualTo(2);
        Run both = Run.balrog("expect", "check", good, "--changes", good, "--data-set", good);
        assertThat(both.exitCode()).isEqualTo(2);
        Run noData = Run.balrog("expect", "check", good, "--data-set", good);
        assertThat(noData.exitCode()).isEqualTo(1);
    }
}
