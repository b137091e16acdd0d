// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code AnalysisTemplate} of Argo Rollouts with Prometheus metrics, read from its manifest. */
public final class AnalysisTemplate {
    /** Default of Argo Rollouts for {@code consecutiveErrorLimit}. */
    private static final int USUAL_ERROR_LIMIT = 4;

    private static final Set<String> METRIC_MEMBERS = Set.of(
            "name",
            "initialDelay",
            "interval",
            "count",
            "successCondition",
            "failureLimit",
            "consecutiveErrorLimit",
            "provider");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\{\\s*args\\.([A-Za-z0-9-]+)\\s*}}");
    private static final Pattern DURATION = Pattern.compile("(\\d+)(s|m|h)");

    private final String name;
    private final JsonNode spec;

    private AnalysisTemplate(String name, JsonNode spec) {
        this.name = name;
        this.spec = spec;
    }

    /**
     * Reads a template.
     *
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it is no such template
     */
    public static AnalysisTemplate read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    static AnalysisTemplate parse(String yaml) {
        JsonNode document;
        try {
            document = new YAMLMapper().readTree(yaml);
        } catch (JacksonException noYaml) {
            throw new IllegalArgumentException("no YAML: " + noYaml.getOriginalMessage(), noYaml);
        }
        if (!document.path("kind").asString("").endsWith("AnalysisTemplate")) {
            throw new IllegalArgumentException(
                    "no AnalysisTemplate, but '" + document.path("kind").asString("") + "'");
        }
        return new AnalysisTemplate(document.path("metadata").path("name").asString(""), document.path("spec"));
    }

    /** Returns the name by which the rollout refers to the template. */
    public String name() {
        return name;
    }

    /**
     * Returns the metrics with their arguments substituted.
     *
     * @param given values by argument; the others have the template's defaults
     * @throws IllegalArgumentException if an argument has no value or does not exist, or a metric
     *     can't be evaluated
     */
    public List<Metric> metrics(Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode argument : spec.path("args")) {
            String key = argument.path("name").asString("");
            String value = given.getOrDefault(key, argument.path("value").asString(""));
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the argument " + key + " has no value");
            }
            values.put(key, value);
        }
        for (String key : given.keySet()) {
            if (!values.containsKey(key)) {
                throw new IllegalArgumentException("there is no argument " + key);
            }
        }
        return spec.path("metrics")
                .valueStream()
                .map(metric -> metric(metric, values))
                .toList();
    }

    private static Metric metric(JsonNode node, Map<String, String> values) {
        String metric = node.path("name").asString("");
        for (String member : node.propertyNames()) {
            if (!METRIC_MEMBERS.contains(member)) {
                throw new IllegalArgumentException(
                        "the metric " + metric + " has '" + member + "', which is not evaluated here");
            }
        }
        JsonNode prometheus = node.path("provider").path("prometheus");
        if (prometheus.isMissingNode()) {
            throw new IllegalArgumentException("the metric " + metric + " does not come from Prometheus");
        }
        return new Metric(
                metric,
                duration(substitute(node.path("initialDelay").asString("0s"), values)),
                duration(substitute(node.path("interval").asString("0s"), values)),
                Integer.parseInt(substitute(node.path("count").asString("1"), values)),
                Condition.parse(substitute(node.path("successCondition").asString(""), values)),
                node.path("failureLimit").asInt(0),
                node.path("consecutiveErrorLimit").asInt(USUAL_ERROR_LIMIT),
                substitute(prometheus.path("query").asString(""), values));
    }

    private static String substitute(String text, Map<String, String> values) {
        Matcher matcher = ARGUMENT.matcher(text);
        return matcher.replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException("there is no argument " + found.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 30s or 5m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
