// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files in the repository that Balrog is watched by. */
final class WatchFiles {
    static final Path ROOT =
            Path.of(System.getProperty("user.dir")).resolve("..").normalize();
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    static final Path DASHBOARDS = ROOT.resolve("deploy/grafana/dashboards");
    static final Path LOGS = ROOT.resolve("deploy/logs");
    static final Path ALERTS_PAGE = ROOT.resolve("docs/operations/alerts.md");

    /** What Prometheus itself knows of each target. */
    static final String UP = "up";

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern NOT_METRICS = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]"
                    + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
                    + "|\\b(?:sum|min|max|count|avg|topk)\\b|\\boffset\\s+\\S+|\\b(?:and|or|unless|bool)\\b|[a-z_]+\\s*\\(|(?<![a-zA-Z0-9_:])[0-9][0-9.e]*");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private WatchFiles() {}

    /** A panel of a dashboard that asks Prometheus. */
    record Query(String where, String expression) {}

    static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(Files.readString(file));
    }

    static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** What is deployed of Prometheus's rules: manifests for Prometheus Operator, by the names of their files. */
    private static Map<String, JsonNode> ruleManifests() throws IOException {
        Path directory = PROMETHEUS.resolve("rules");
        Map<String, JsonNode> manifests = new TreeMap<>();
        for (JsonNode name : yaml(directory.resolve("kustomization.yaml")).get("resources")) {
            manifests.put(name.asString(), yaml(directory.resolve(name.asString())));
        }
        return manifests;
    }

    /** All rules: those that record, and those that alert. */
    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode manifest : ruleManifests().values()) {
            manifest.get("spec")
                    .get("groups")
                    .forEach(group -> group.get("rules").forEach(rules::add));
        }
        return rules;
    }

    /** Writes the rules as Prometheus takes them, which the operator gives to it. */
    static Path writeRules(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (var manifest : ruleManifests().entrySet()) {
            YAML.writeValue(
                    directory.resolve(manifest.getKey()), manifest.getValue().get("spec"));
        }
        return directory;
    }

    static List<JsonNode> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** What panels ask Prometheus for. */
    static List<Query> dashboardQueries() throws IOException {
        return dashboardQueries("5m");
    }

    /** What panels ask Prometheus for, with this as how far each rate looks back. */
    static List<Query> dashboardQueries(String interval) throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Path file : files(DASHBOARDS, ".json")) {
            for (JsonNode panel : json(file).get("panels")) {
                panel.path("targets")
                        .forEach(target -> queries.add(new Query(
                                file.getFileName() + ", " + panel.get("title").asString(),
                                withValues(target.get("expr").asString(), interval))));
            }
        }
        return queries;
    }

    /** With values for Grafana's variables. */
    private static String withValues(String expression, String interval) {
        return expression.replace("$__rate_interval", interval).replace("$namespace", "balrog");
    }

    /** The metrics that an expression in PromQL is about. */
    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        NAME.matcher(NOT_METRICS.matcher(expression).replaceAll(" "))
                .results()
                .forEach(found -> names.add(found.group()));
        return names;
    }
}
