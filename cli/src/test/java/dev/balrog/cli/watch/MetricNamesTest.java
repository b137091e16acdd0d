// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.watch.WatchFiles.Query;
import dev.balrog.cli.watch.WatchedApps.App;
import dev.balrog.store.TestDatabases.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** That rules and dashboards ask only for what the apps really measure. */
@Tag("slow")
@Timeout(240)
class MetricNamesTest {
    @TempDir
    private Path directory;

    @Test
    void everyMetricThatIsAskedForIsExposed() throws Exception {
        Set<String> exposed = new TreeSet<>(Set.of(WatchFiles.UP));
        try (WatchedApps apps = new WatchedApps(Kind.SQLITE, directory, Map.of())) {
            apps.start(App.PUBLIC, WatchedApps.NO_SIGNER);
            apps.start(
                    App.ADMIN,
                    Map.of("NOTIFY_WEBHOOKS", "http://127.0.0.1:1", "NOTIFY_WEBHOOK_SECRET", "0123456789abcdef"));
            apps.start(App.AGENT, Map.of());
            assertThat(apps.send(App.PUBLIC, "GET", WatchedApps.FIREFOX, "").statusCode())
                    .isEqualTo(200);
            assertThat(apps.send(App.PUBLIC, "GET", WatchedApps.SIGNED, "").statusCode())
                    .isEqualTo(503);
            apps.addRelease("Watched-1");
            apps.schedule("Watched-1", 500);
            apps.awaitEnactment();
            for (App app : App.values()) {
                exposed.addAll(exposed(apps.scrape(app)));
            }
            exposed.addAll(exposed(apps.scrapeBackup()));
        }
        for (JsonNode rule : WatchFiles.rules()) {
            if (rule.has("record")) {
                exposed.add(rule.get("record").asString());
            }
        }
        for (JsonNode rule : WatchFiles.rules()) {
            assertThat(exposed)
                    .as(rule.toString())
                    .containsAll(WatchFiles.metrics(rule.get("expr").asString()));
        }
        for (Query query : WatchFiles.dashboardQueries()) {
            Set<String> metrics = WatchFiles.metrics(query.expression());
            assertThat(metrics).as(query.toString()).isNotEmpty();
            assertThat(exposed).as(query.toString()).containsAll(metrics);
        }
    }

    private static Set<String> exposed(String scraped) {
        Set<String> names = new TreeSet<>();
        scraped.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    @Test
    void namesOfMetricsAreFoundInExpressions() {
        assertThat(WatchFiles.metrics(
                        "sum by (job) (rate(a_total{x=~\"b\"}[5m])) / on (job) group_left () c:d offset 1d"
                                + " > 0.5 and max_over_time(e[1h]) or vector(0)"))
                .containsExactly("a_total", "c:d", "e");
    }
}
