// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static dev.balrog.client.fixture.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.client.fixture.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static final String SIMULATE = "POST /v2/simulate";

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

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content.replace('\'', '"'))
                .toString();
    }

    private void answer(String effect, boolean harmful) {
        String group = """
                    {'effect': '%s', 'harmful': %s, 'product': 'Firefox', 'channel': 'beta',
                     'before': {'outcome': 'update', 'release': 'A', 'version': '1.0'},
                     'after': {'outcome': 'throttled', 'release': null, 'version': null},
                     'requests': 1, 'weight': 2.5, 'share': 0.031,
                     'examples': [{'url': '/update/1/x', 'percentage': 25}]}""".formatted(effect, harmful);
        server.on(SIMULATE, json("""
                {'sample': {'source': 'synthetic', 'requests': 80, 'weight': 80.0}, 'harmful': %s,
                 'changed': {'requests': 1, 'weight': 2.5, 'share': 0.031},
                 'effects': [%s], 'groups': [%s], 'omitted_groups': 0}""".formatted(harmful, group, group)));
    }

    @Test
    void harmHasAnExitCodeOfItsOwn() {
        answer("stops", true);

        Run run = balrog("simulate", "rule", "4", "5");

        // No progress without a terminal.
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.out().lines())
                .contains(
                        "3.1 % of the derived requests change (1 of 80 requests).",
                        "3.1 %  1         no longer get an update (harmful)",
                        "stops   Firefox  beta     A (1.0)  none: throttled  3.1 %  1",
                        "stops  /update/1/x");
        assertThat(server.last(SIMULATE).body())
                .hasToString(
                        "{\"scheduled_changes\":[{\"kind\":\"rule\",\"sc_id\":4},{\"kind\":\"rule\",\"sc_id\":5}]}");
    }

    @Test
    void whatIsHarmlessSucceeds() throws Exception {
        answer("newly_offered", false);

        Run run = balrog(
                "simulate",
                "--file=" + file("changes.json", "[{'kind': 'rule', 'change_type': 'delete', 'row': {'rule_id': 3}}]"),
                "--traffic=" + file("sample.jsonl", """
                        {'format':'balrog-traffic-sample','version':1,'requests':20,'minimum':1}
                        {'count':12,'url':'/update/1/a'}
                        {'url':'/update/1/b','headerArchitecture':'PPC'}
                        """),
                "--output=json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{").contains("\"omitted_groups\" : 0");
        assertThat(server.last(SIMULATE).body())
                .hasToString("{\"changes\":[{\"kind\":\"rule\",\"change_type\":\"delete\",\"row\":{\"rule_id\":3}}],"
                        + "\"requests\":[{\"count\":12,\"url\":\"/update/1/a\"},"
                        + "{\"count\":1,\"url\":\"/update/1/b\",\"headerArchitecture\":\"PPC\"}]}");
    }

    @Test
    void tellsWhatTheSampleOfThePublicAppsIs() {
        server.on(SIMULATE, json("""
                {'sample': {'source': 'traffic', 'requests': 80, 'weight': 9000.0,
                  'traffic': {'requests': 10000, 'left_out': 0.1, 'apps': 2, 'missing_apps': 1, 'age_seconds': 150}},
                 'harmful': false, 'changed': {'requests': 0, 'weight': 0, 'share': 0},
                 'effects': [], 'groups': [], 'omitted_groups': 0}"""));

        Run run = balrog("simulate", "rule", "4", "--sample=traffic");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "0.0 % of traffic changes (0 of 80 requests).",
                        "Traffic: 10,000 requests to 2 public apps, fetched up to 2 min ago; 10.0 % of them are too rare"
                                + " to be listed. Public apps without a sample: 1.");
        assertThat(server.last(SIMULATE).body())
                .hasToString("{\"scheduled_changes\":[{\"kind\":\"rule\",\"sc_id\":4}],\"sample\":\"traffic\"}");
    }

    @Test
    void changesOfAReleaseHaveItsName() {
        answer("other_release", false);
        assertThat(balrog("simulate", "release", "Firefox-140").exitCode()).isZero();
        assertThat(server.last(SIMULATE).body())
                .hasToString("{\"scheduled_changes\":[{\"kind\":\"release\",\"name\":\"Firefox-140\"}]}");
    }

    @Test
    void sayWhatIsMissing() throws Exception {
        assertThat(balrog("simulate").exitCode()).isEqualTo(2);
        assertThat(balrog("simulate").err()).contains("there is nothing to simulate");
        assertThat(balrog("simulate", "rule").err()).contains("the number of the scheduled change is missing");
        assertThat(balrog("simulate", "rule", "x").err()).contains("'x' is not the number");
        assertThat(balrog("simulate", "permission", "1").err()).contains("don't affect clients");
        assertThat(balrog("simulate", "rule", "1", "--traffic=" + file("bad.txt", "{}\n"))
                        .err())
                .contains("no traffic sample");
        assertThat(balrog("simulate", "rule", "1", "--sample=synthetic", "--traffic=" + file("any.txt", "{}\n"))
                        .err())
                .contains("--traffic and --sample exclude each other");
        assertThat(balrog("simulate", "--file=" + directory.resolve("none")).err())
                .contains("can't be read");
    }

    @Test
    void comparesDataSetsWithoutAServer() throws Exception {
        String before = directory.resolve("before.jsonl").toString();
        assertThat(Run.balrog("generate", "demo", before).exitCode()).isZero();
        String after = throttledBeta(before);

        Run same = Run.balrog("simulate", "--data-set", before, "--after", before);
        assertThat(same.err()).isEmpty();
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).startsWith("0.0 % of the derived requests change (0 of ");

        Run worse = Run.balrog("simulate", "--data-set", before, "--after", after);
        assertThat(worse.err()).isEmpty();
        assertThat(worse.exitCode()).isEqualTo(4);
        assertThat(worse.out()).contains("no longer get an update (harmful)").contains("none: throttled");

        String traffic = file("sample.jsonl", """
                {'format':'balrog-traffic-sample','version':1,'requests':30,'minimum':10}
                {'count':30,'url':'/update/6/Firefox/140.0/20250601000000/WINNT_x86_64-msvc-x64/de/beta/Windows_NT%2010.0/ISET:SSE4_2,MEM:8192/default/default/update.xml'}
                """);
        Run recorded = Run.balrog("simulate", "--data-set", before, "--after", after, "--traffic", traffic);
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.out()).startsWith("90.0 % of traffic changes (1 of 1 requests).");
    }

    /** Exports a data set whose beta is throttled. */
    private String throttledBeta(String dataSet) throws SQLException {
        Path file = directory.resolve("after.db");
        String database = "sqlite:///" + file;
        String after = directory.resolve("after.jsonl").toString();
        assertThat(Run.balrog("db", "upgrade", "--database", database).exitCode())
                .isZero();
        assertThat(Run.balrog("import", dataSet, "--database", database).exitCode())
                .isZero();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE rules SET backgroundRate = 10 WHERE alias = 'firefox-beta'"))
                    .isOne();
        }
        assertThat(Run.balrog("export", "--live", after, "--database", database).exitCode())
                .isZero();
        return after;
    }

    @Test
    void comparesNothingWithHalfOfTheData() {
        assertThat(Run.balrog("simulate", "--after", "a.jsonl").err()).contains("give --data-set or --from-database");
        assertThat(Run.balrog("simulate", "--data-set", "a.jsonl").err()).contains("--after is missing");
        Run both = Run.balrog("simulate", "rule", "1", "--data-set", "a.jsonl", "--after", "b.jsonl");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("changes need the server");
        assertThat(Run.balrog("simulate", "--data-set", "a.jsonl", "--after", "b.jsonl", "--sample", "traffic")
                        .err())
                .contains("--sample needs a server");
    }
}
