// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.cli.watch.WatchFiles.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class DashboardsTest {
    private static final int SCHEMA_OF_GRAFANA_11 = 39;
    private static final int COLUMNS = 24;

    @TempDir
    private Path directory;

    private static List<JsonNode> dashboards() throws IOException {
        List<JsonNode> dashboards = new ArrayList<>();
        for (Path file : WatchFiles.files(WatchFiles.DASHBOARDS, ".json")) {
            dashboards.add(WatchFiles.json(file));
        }
        return dashboards;
    }

    private static List<String> texts(JsonNode array, String member) {
        return array.valueStream().map(node -> node.path(member).asString()).toList();
    }

    @Test
    void thereIsOneForEachPart() throws IOException {
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.get("uid").asString())
                .containsExactlyInAnyOrder(
                        "balrog-public", "balrog-admin", "balrog-agent", "balrog-database", "balrog-deployments");
    }

    @Test
    void grafanaCanReadThem() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            String title = dashboard.get("title").asString();
            assertThat(dashboard.get("schemaVersion").asInt()).as(title).isEqualTo(SCHEMA_OF_GRAFANA_11);
            assertThat(dashboard.has("id"))
                    .as("%s has no number of its own", title)
                    .isFalse();
            assertThat(texts(dashboard.get("templating").get("list"), "name"))
                    .as(title)
                    .containsExactly("datasource", "namespace");
            JsonNode panels = dashboard.get("panels");
            assertThat(texts(panels, "id")).as(title).doesNotHaveDuplicates();
            assertThat(panels.get(0).get("type").asString()).isEqualTo("row");
            for (JsonNode panel : panels) {
                check(panel);
            }
        }
    }

    private static void check(JsonNode panel) {
        String title = panel.get("title").asString();
        JsonNode place = panel.get("gridPos");
        assertThat(title).isNotBlank();
        assertThat(place.get("x").asInt() + place.get("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
        if (panel.get("type").asString().equals("row")) {
            return;
        }
        assertThat(panel.get("description").asString()).as(title).isNotBlank();
        assertThat(texts(panel.get("targets"), "refId")).as(title).isNotEmpty().doesNotHaveDuplicates();
        for (JsonNode target : panel.get("targets")) {
            assertThat(target.get("datasource").get("uid").asString()).as(title).isEqualTo("${datasource}");
        }
    }

    @Test
    void noPanelsLieOnEachOther() throws IOException {
        for (JsonNode dashboard : dashboards()) {
            List<String> taken = new ArrayList<>();
            for (JsonNode panel : dashboard.get("panels")) {
                JsonNode place = panel.get("gridPos");
                for (int x = 0; x < place.get("w").asInt(); x++) {
                    for (int y = 0; y < place.get("h").asInt(); y++) {
                        taken.add(place.get("x").asInt() + x + ","
                                + (place.get("y").asInt() + y));
                    }
                }
            }
            assertThat(taken).as(dashboard.get("title").asString()).doesNotHaveDuplicates();
        }
    }

    @Test
    void prometheusAcceptsEachExpression() throws Exception {
        ObjectNode file = JsonMapper.shared().createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "dashboards").putArray("rules");
        List<Query> queries = WatchFiles.dashboardQueries();
        assertThat(queries).hasSizeGreaterThan(20);
        for (int i = 0; i < queries.size(); i++) {
            rules.addObject()
                    .put("record", "dashboards:query:" + i)
                    .put("expr", queries.get(i).expression());
        }
        // JSON is YAML.
        Path generated = Files.writeString(directory.resolve("rules.yaml"), file.toString());
        Promtool.run(directory, "check", "rules", generated.toString());
    }

    @Test
    void theyAreWhatTheGeneratorWrites() throws Exception {
        Process check = new ProcessBuilder("node", "deploy/grafana/generate.mjs", "--check")
                .directory(WatchFiles.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
    }
}
