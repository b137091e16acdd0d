// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("slow")
class PrometheusRulesTest {
    @Test
    void prometheusAcceptsTheRules(@TempDir Path directory) throws Exception {
        for (Path file : WatchFiles.files(WatchFiles.writeRules(directory), ".yaml")) {
            Promtool.run(directory, "check", "rules", file.toString());
        }
    }

    @Test
    void alertsFireAndAreSilentAsTheyShould(@TempDir Path directory) throws Exception {
        WatchFiles.writeRules(directory.resolve("rules"));
        Path tests = Files.createDirectory(directory.resolve("tests"));
        Files.copy(WatchFiles.PROMETHEUS.resolve("tests/alerts.yaml"), tests.resolve("alerts.yaml"));
        Promtool.run(tests, "test", "rules", "alerts.yaml");
    }

    @Test
    void eachAlertHasATestThatFiresAndOneThatIsSilent() throws IOException {
        Map<String, Set<String>> tested = new HashMap<>();
        for (JsonNode test : WatchFiles.yaml(WatchFiles.PROMETHEUS.resolve("tests/alerts.yaml"))
                .get("tests")) {
            for (JsonNode expected : test.get("alert_rule_test")) {
                tested.computeIfAbsent(expected.get("alertname").asString(), name -> new HashSet<>())
                        .add(expected.get("exp_alerts").isEmpty() ? "silent" : "fires");
            }
        }
        for (JsonNode alert : WatchFiles.alerts()) {
            String name = alert.get("alert").asString();
            assertThat(tested.get(name)).as(name).containsExactlyInAnyOrder("fires", "silent");
        }
    }

    @Test
    void eachAlertHasASeverityAndASectionOfTheRunbook() throws IOException {
        List<String> headings = Files.readAllLines(WatchFiles.ALERTS_PAGE).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        List<String> names = WatchFiles.alerts().stream()
                .map(alert -> alert.get("alert").asString())
                .toList();
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        assertThat(headings).containsAll(names);
        for (JsonNode alert : WatchFiles.alerts()) {
            String name = alert.get("alert").asString();
            assertThat(alert.get("labels").get("severity").asString()).as(name).isIn("critical", "warning", "info");
            JsonNode annotations = alert.get("annotations");
            assertThat(annotations.get("summary").asString()).as(name).isNotEmpty();
            assertThat(annotations.get("runbook_url").asString())
                    .isEqualTo("docs/operations/alerts.md#" + name.toLowerCase(Locale.ROOT));
        }
    }
}
