// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.watch.WatchFiles.Query;
import dev.balrog.cli.watch.WatchedApps.App;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That panels and rules find what they ask for, labels included, in a real Prometheus that watches the real apps. */
@Tag("slow")
@Timeout(240)
class DashboardDataTest {
    private static final String SHUT_OFF = "/update/6/Thunderbird/139.0/20250526142530/WINNT_x86_64-msvc-x64/de/beta"
            + "/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml";

    private static final String HELD_BACK =
            "/update/3/Watched/1.0/20260101000000/Linux_x86_64-gcc3/de/test/Linux/default/default/update.xml";

    @TempDir
    private Path directory;

    @Test
    void everyPanelShowsSomething() throws Exception {
        Promtool.assumeInstalled();
        try (WatchedApps apps = new WatchedApps(Kind.SQLITE, directory, Map.of())) {
            apps.start(App.PUBLIC, WatchedApps.NO_SIGNER);
            int port = WatchedApps.freePort();
            apps.start(
                    App.ADMIN,
                    Map.of("PROMETHEUS_URL", "http://127.0.0.1:" + port, "PROMETHEUS_LABELS", "namespace=balrog"));
            apps.start(App.AGENT, Map.of());
            Map<String, String> targets = new LinkedHashMap<>();
            for (App app : App.values()) {
                targets.put("balrog-" + app.command, apps.metricsAddress(app));
            }
            apps.addRelease("Watched-1");
            try (RealPrometheus prometheus = RealPrometheus.start(directory, port, targets)) {
                prometheus.awaitTargets(targets.size());
                apps.schedule("Watched-1", 2_000);
                apps.awaitEnactment();
                // From now on the history can neither be read nor written.
                apps.database().write(sql -> sql.execute("ALTER TABLE rules_history DROP COLUMN comment"));
                apps.schedule("Watched-1", 500);
                awaitAll(apps, prometheus);
                assertThat(traffic(apps, "rule")).isNotEmpty().doesNotContain(" Firefox ");
                assertThat(traffic(apps, "channel")).contains("Firefox release*", "Watched test", "none none");
                assertThat(traffic(apps, "release")).anyMatch(part -> part.startsWith("Firefox Firefox-"));
                assertThat(prometheus.rules())
                        .hasSameSizeAs(WatchFiles.rules())
                        .allMatch(rule -> rule.get("health").asString().equals("ok"));
            }
        }
    }

    /** Returns product and name of each part that the admin app has from Prometheus. */
    private static List<String> traffic(WatchedApps apps, String by) throws IOException, InterruptedException {
        HttpResponse<String> answer = apps.send(App.ADMIN, "GET", "/api/v2/traffic?range=1h&by=" + by, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared()
                .readTree(answer.body())
                .path("series")
                .valueStream()
                .map(part -> part.path("product").asString() + " "
                        + part.path("name").asString())
                .toList();
    }

    private static void awaitAll(WatchedApps apps, RealPrometheus prometheus) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 120_000_000_000L;
        Set<String> empty;
        do {
            for (int i = 0; i < 10; i++) {
                askForEverything(apps);
            }
            empty = empty(prometheus);
        } while (!empty.isEmpty() && System.nanoTime() < deadline);
        assertThat(empty).as("panels without data").isEmpty();
    }

    private static void askForEverything(WatchedApps apps) throws IOException, InterruptedException {
        apps.send(App.PUBLIC, "GET", WatchedApps.FIREFOX, "");
        apps.send(App.PUBLIC, "GET", WatchedApps.SIGNED, "");
        apps.send(App.PUBLIC, "GET", SHUT_OFF, "");
        apps.send(App.PUBLIC, "GET", HELD_BACK, "");
        apps.send(App.PUBLIC, "GET", "/nothing", "");
        apps.send(App.ADMIN, "GET", "/api/rules", "");
        apps.send(App.ADMIN, "GET", "/api/rules/1/revisions", "");
        apps.send(App.ADMIN, "GET", "/api/rules/no-such-rule", "");
    }

    private static Set<String> empty(RealPrometheus prometheus) throws IOException, InterruptedException {
        Set<String> empty = new TreeSet<>();
        for (Query query : WatchFiles.dashboardQueries(RealPrometheus.WINDOW)) {
            JsonNode found = prometheus.query(query.expression());
            if (found.isEmpty()
                    || found.valueStream()
                            .allMatch(value ->
                                    value.get("value").get(1).asString().equals("NaN"))) {
                empty.add(query.where());
            }
        }
        return empty;
    }
}
