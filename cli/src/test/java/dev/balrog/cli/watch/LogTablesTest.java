// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.watch.WatchedApps.App;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runbook's queries on what the apps really logged. */
@Tag("slow")
@Timeout(240)
class LogTablesTest {
    private static final String RELEASE = "/api/v2/releases/Watched-1";

    private static final String SINCE = "TIMESTAMP '2000-01-01 00:00:00'";
    private static final String UNTIL = "TIMESTAMP '2100-01-01 00:00:00'";
    private static final Map<String, String> EVER = Map.of("since", SINCE, "until", UNTIL);

    private static final List<String> ASKED = new ArrayList<>();

    @TempDir
    private static Path directory;

    private static LogTables tables;

    @BeforeAll
    static void runAndLoad() throws Exception {
        tables = new LogTables(directory);
        try (WatchedApps apps = new WatchedApps(Kind.SQLITE, directory, Map.of("LOG_LEVEL", "INFO"))) {
            // Stands for the log of the load balancer, which production has.
            apps.start(App.PUBLIC, Map.of("REQUEST_LOG", "on"));
            apps.start(App.ADMIN, Map.of());
            apps.send(App.PUBLIC, "GET", WatchedApps.FIREFOX, "");
            apps.send(App.PUBLIC, "GET", WatchedApps.FIREFOX + "?force=1", "");
            apps.send(App.PUBLIC, "GET", WatchedApps.SIGNED, "");
            apps.send(App.PUBLIC, "GET", "/nothing/there", "");
            apps.addRelease("Watched-1");
            apps.schedule("Watched-1", 3_600_000);
            assertThat(apps.send(App.ADMIN, "GET", RELEASE, "").statusCode()).isEqualTo(200);
            assertThat(apps.send(App.ADMIN, "PUT", RELEASE, "{}").statusCode()).isEqualTo(400);
            apps.database().write(sql -> sql.execute("ALTER TABLE rules_history DROP COLUMN comment"));
            assertThat(apps.send(App.PUBLIC, "GET", "/api/v1/rules/1/revisions", "")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(apps.send(App.ADMIN, "GET", "/api/rules/1/revisions", "").statusCode())
                    .isEqualTo(500);
            for (App app : Set.of(App.PUBLIC, App.ADMIN)) {
                BalrogProcess process = apps.process(app);
                assertThat(process.terminate()).isZero();
                tables.load("stdout", LogEntries.ofContainer(app.command, "stdout", process.out()));
                tables.load("stderr", LogEntries.ofContainer(app.command, "stderr", process.err()));
                tables.load("requests", LogEntries.ofLoadBalancer(app.command + ".example.com", process.out()));
            }
        }
    }

    @AfterAll
    static void close() throws Exception {
        tables.close();
        Set<String> written = new TreeSet<>();
        for (Path file : WatchFiles.files(WatchFiles.LOGS.resolve("queries"), ".sql")) {
            written.add(file.getFileName().toString().replace(".sql", ""));
        }
        assertThat(new TreeSet<>(ASKED)).as("each query is tested").isEqualTo(written);
    }

    private static List<Map<String, String>> query(String name, Map<String, String> parameters) throws Exception {
        ASKED.add(name);
        return tables.query(name, parameters);
    }

    @Test
    void whoChangedWhat() throws Exception {
        assertThat(query("who-changed-what", EVER))
                .extracting(row -> row.get("who") + " " + row.get("method") + " " + row.get("path"))
                .containsExactly(
                        WatchedApps.ADMIN + " PUT " + RELEASE,
                        WatchedApps.ADMIN + " POST /api/scheduled_changes/rules");
    }

    @Test
    void failuresByRoute() throws Exception {
        assertThat(query("server-errors-by-route", EVER))
                .extracting(row -> row.get("route") + " " + row.get("status") + " " + row.get("requests"))
                .containsExactlyInAnyOrder("api 500 1", "api 503 1");
    }

    @Test
    void failuresOfTheAdminApp() throws Exception {
        assertThat(query("admin-errors-by-operation", EVER))
                .extracting(row -> row.get("operation") + " " + row.get("status") + " " + row.get("users"))
                .containsExactlyInAnyOrder("listRuleRevisions 500.0 1", "replaceSplitRelease 400.0 1");
    }

    @Test
    void updateRequestsByProduct() throws Exception {
        assertThat(query("update-requests-by-product", EVER))
                .extracting(row -> row.get("product") + " " + row.get("requests") + " " + row.get("failed"))
                .containsExactly("Firefox 2 0", "GMP 1 0");
    }

    @Test
    void slowest() throws Exception {
        List<Map<String, String>> rows = query("slowest-requests", EVER);
        List<Double> seconds = rows.stream()
                .map(row -> Double.valueOf(row.getOrDefault("seconds", "")))
                .toList();
        assertThat(rows).hasSizeGreaterThan(8);
        assertThat(seconds).isSortedAccordingTo((a, b) -> Double.compare(b, a)).allMatch(time -> time > 0);
    }

    @Test
    void errorsSinceADeployment() throws Exception {
        assertThat(query("errors-since-deployment", Map.of("deployed", SINCE)))
                .isNotEmpty()
                .allMatch(row -> "0".equals(row.get("before")))
                .extracting(row -> row.get("app"))
                .contains("public", "admin");
        assertThat(query("errors-since-deployment", Map.of("deployed", UNTIL))).isEmpty();
    }

    @Test
    void whatOneClientAsked() throws Exception {
        Map<String, String> parameters = Map.of("since", SINCE, "until", UNTIL, "client", "'127.0.0.1'");
        assertThat(query("one-client", parameters))
                .extracting(row -> row.get("url"))
                .contains(
                        "https://public.example.com" + WatchedApps.FIREFOX,
                        "https://public.example.com" + WatchedApps.FIREFOX + "?force=1");
    }
}
