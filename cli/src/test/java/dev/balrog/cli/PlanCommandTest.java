// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static dev.balrog.client.fixture.FakeServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String CHECK = "POST /v2/change_sets/check";
    private static final String PROPOSE = "POST /v2/change_sets";
    private static final String ENACT = "POST /v2/change_sets/7/enact";
    private static final String SIMULATE = "POST /v2/simulate";
    private final FakeServer server = new FakeServer();

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        server.on("GET /rules", json("""
                {'count': 3, 'rules': [
                  {'rule_id': 3, 'alias': 'firefox-beta', 'priority': 90, 'backgroundRate': 100, 'update_type': 'minor',
                   'product': 'Firefox', 'channel': 'beta', 'version': '140.0', 'mapping': 'B', 'data_version': 5},
                  {'rule_id': 4, 'priority': 80, 'backgroundRate': 100, 'update_type': 'minor', 'product': 'Firefox',
                   'locale': 'de,fr', 'data_version': 1},
                  {'rule_id': 9, 'priority': 1, 'backgroundRate': 0, 'update_type': 'minor', 'product': 'Fenix',
                   'data_version': 2}]}"""));
        server.on("GET /v2/expectations", json("""
                {'expectations': [{'data_version': 2, 'products': ['Firefox'], 'expectation':
                  {'name': 'kept', 'requests': [{'product': 'Firefox', 'channel': 'beta', 'version': '1.0'}], 'expect': {'update': 'any'}}}]}"""));
        server.on(SIMULATE, json("""
                {'sample': {'source': 'synthetic', 'requests': 80, 'weight': 80.0}, 'harmful': false,
                 'changed': {'requests': 1, 'weight': 2.5, 'share': 0.031},
                 'effects': [], 'groups': [], 'omitted_groups': 0}"""));
        sets("{}");
    }

    private void sets(String required) {
        String set = """
                {'set_id': 7, 'state': 'open', 'data_version': 1, 'required_signoffs': %1$s, 'missing_signoffs': %1$s,
                 'conflicts': [{'message': 'The open change set 2 changes it as well'}], 'obstacle': null,
                 'digest': 'abc'}""".formatted(required);
        server.on(CHECK, json(set));
        server.on(PROPOSE, json(201, set));
        server.on(ENACT, json(set.replace("'open'", "'enacted'")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Run balrog(String... arguments) {
        return Run.with(Map.of("BALROG_API_ROOT", server.url().toString(), "BALROG_TOKEN", "s3cret"), arguments);
    }

    /** The rule for beta as the server has it, with another background rate, as an element of a list. */
    private static String beta(int rate) {
        return """
              - alias: firefox-beta
                priority: 90
                backgroundRate: %d
                update_type: minor
                product: Firefox
                channel: beta
                version: 140.0
                mapping: B
            """.formatted(rate);
    }

    private String file(String content) throws IOException {
        return Files.writeString(directory.resolve("rules.yaml"), content).toString();
    }

    @Test
    void anExportIsWhatTheServerHas() throws Exception {
        Run exported = balrog("rule", "export", "--product=Firefox");
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.out()).startsWith("product: \"Firefox\"\nrules:\n  - rule_id: 3\n");

        Run plan = balrog("plan", file(exported.out()));

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).isEqualTo("Nothing to do: the server has what the files say.\n");
        assertThat(balrog("apply", file(exported.out())).exitCode()).isZero();
        assertThat(balrog("plan", file(balrog("rule", "export").out())).exitCode())
                .isZero();
        assertThat(server.received()).noneMatch(request -> request.name().startsWith("POST"));
    }

    @Test
    void differencesAreShownCheckedAndSimulated() throws Exception {
        sets("{'relman': 1, 'qa': 2}");

        Run plan = balrog("plan", file("""
            product: Firefox
            rules:
              - rule_id: 4
                priority: 80
                backgroundRate: 100
                update_type: minor
                product: Firefox
                locale: de, fr
            """ + beta(50) + """
              - priority: 70
                backgroundRate: 100
                update_type: minor
                product: Firefox
                mapping: C
            expectations:
              - name: new
                requests: [{product: Firefox, channel: beta, version: 139.0}]
                expect: {update: any}
            """));

        assertThat(plan.exitCode()).as(plan.err()).isEqualTo(5);
        assertThat(plan.out().lines())
                .contains(
                        "update rule 3 (firefox-beta)",
                        "  backgroundRate  100  ->  50",
                        "insert new rule",
                        "insert expectation new",
                        "3 changes: 2 to insert, 1 to update.",
                        "Signoffs that it needs: 2 of qa, 1 of relman.",
                        "Conflict: The open change set 2 changes it as well.",
                        "3.1 % of the derived requests change (1 of 80 requests).")
                .noneMatch(line -> line.contains("rule 9") || line.contains("rule 4"));
        assertThat(server.last(CHECK).body().path("changes").toString())
                .startsWith("[{\"kind\":\"rule\",\"change_type\":\"update\",\"row\":{\"rule_id\":3,\"data_version\":5,"
                        + "\"backgroundRate\":50}},{\"kind\":\"rule\",\"change_type\":\"insert\",\"row\":{")
                .contains("{\"kind\":\"expectation\",\"change_type\":\"insert\",\"row\":{\"expectation\":"
                        + "{\"name\":\"new\",");
        assertThat(server.last(SIMULATE).body().path("changes")).hasSize(2);
    }

    @Test
    void whatIsInNoFileIsOnlyDeletedOnRequest() throws Exception {
        String file = file("product: Firefox\nrules:\n" + beta(100) + "expectations: []\n");
        Run kept = balrog("plan", file);
        assertThat(kept.exitCode()).isZero();
        assertThat(kept.out()).contains("--prune deletes them: rule 4.");

        Run pruned = balrog("plan", file, "--prune", "--output=json");

        assertThat(pruned.exitCode()).isEqualTo(5);
        assertThat(server.last(CHECK).body().path("changes"))
                .hasToString(
                        "[{\"kind\":\"rule\",\"change_type\":\"delete\",\"row\":{\"rule_id\":4,\"data_version\":1}},"
                                + "{\"kind\":\"expectation\",\"change_type\":\"delete\",\"row\":{\"name\":\"kept\","
                                + "\"data_version\":2}}]");
        assertThat(pruned.out()).startsWith("{").contains("\"change_set\"").contains("\"simulation\"");
    }

    /** A file of expectations says nothing about rules, whatever it is given together with. */
    @Test
    void rulesAreOnlyDeletedWhereFilesListRules() throws Exception {
        String expectations = Files.writeString(
                        directory.resolve("expectations.yaml"),
                        "expectations:\n  - {name: kept, requests: [{product: Firefox, channel: beta, version: 1.0}], expect: {update: any}}\n")
                .toString();
        assertThat(balrog("plan", expectations, "--prune").out())
                .isEqualTo("Nothing to do: the server has what the files say.\n");
        String fenix = file("product: Fenix\nrules: []\n");

        assertThat(balrog("plan", fenix, expectations, "--prune").exitCode()).isEqualTo(5);

        assertThat(server.last(CHECK).body().path("changes"))
                .hasToString(
                        "[{\"kind\":\"rule\",\"change_type\":\"delete\",\"row\":{\"rule_id\":9,\"data_version\":2}}]");
    }

    @Test
    void whatNeedsNoSignoffsIsEnacted() throws Exception {
        String file = file("rules:\n" + beta(50));

        Run applied = balrog("apply", file, "--description=Slower.");

        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.out()).endsWith("Change set 7 is enacted.\n");
        assertThat(server.last(PROPOSE).body().path("description").asString()).isEqualTo("Slower.");
        assertThat(server.last(ENACT).body()).hasToString("{\"data_version\":1,\"digest\":\"abc\"}");
    }

    @Test
    void whatNeedsSignoffsWaits() throws Exception {
        sets("{'relman': 1}");
        Run waiting = balrog("apply", file("rules:\n" + beta(50)));
        assertThat(waiting.exitCode()).isEqualTo(5);
        assertThat(waiting.out()).endsWith("Change set 7 is proposed; it needs signoffs: 1 of relman.\n");
        assertThat(server.received()).noneMatch(request -> request.name().equals(ENACT));
    }

    @Test
    void harmHasAnExitCodeOfItsOwn() throws Exception {
        server.on(SIMULATE, json("""
                {'sample': {'source': 'synthetic', 'requests': 80, 'weight': 80.0}, 'harmful': true,
                 'changed': {'requests': 1, 'weight': 2.5, 'share': 0.031},
                 'effects': [], 'groups': [], 'omitted_groups': 0}"""));
        assertThat(balrog("plan", file("rules:\n" + beta(0))).exitCode()).isEqualTo(4);
        server.on(CHECK, problem(400, "OutdatedDataError", "Change 1 of the change set (update of rules): outdated"));
        Run refused = balrog("plan", file("rules:\n" + beta(0)));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Change 1 of the change set");
    }

    @Test
    void aMistakeIsNamedWithItsLine() throws Exception {
        String twice = beta(1).replace("- alias: firefox-beta\n   ", "- rule_id: 3\n   ");
        for (Map.Entry<String, String> mistake : Map.of(
                        "rules:\n  - priority: 1\n    prio: 2\n",
                        ":3: 'prio' is no field of a rule",
                        "rules:\n  - priority: x\n",
                        ":2: priority: expected an integer",
                        "rules:\n  - priority: 1\n",
                        ":2: backgroundRate is missing",
                        "rules:\n" + beta(100) + twice,
                        ":10: rule 3 is given twice",
                        "rules:\n" + beta(100) + beta(1),
                        ":10: there is another rule with the alias firefox-beta",
                        "product: Fenix\nrules:\n" + beta(100),
                        ":3: the file is for the product Fenix",
                        "rules:\n" + twice.replace("rule_id: 3", "rule_id: 77"),
                        ":2: the server has no rule 77",
                        "rule: []\n",
                        ":1: expected a list of rules or expectations",
                        "rules: []\nfoo: 1\n",
                        ":2: 'foo' is unknown here")
                .entrySet()) {
            Run run = balrog("plan", file(mistake.getKey()));
            assertThat(run.err()).contains(mistake.getValue());
            assertThat(run.exitCode()).isEqualTo(2);
        }
    }
}
