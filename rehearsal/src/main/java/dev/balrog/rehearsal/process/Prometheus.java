// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import dev.balrog.rehearsal.analysis.MetricSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prometheus server for the apps. The labels that Prometheus takes from pods in production are set
 * in its configuration here.
 */
public final class Prometheus implements MetricSource {
    /** Kubernetes namespace in the labels of all pods. */
    public static final String NAMESPACE = "balrog-rehearsal";

    private static final String CONFIGURATION = """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: balrog
                file_sd_configs:
                  - files: [targets.json]
                    refresh_interval: 1s
            """;

    private final String url;
    private final Path targets;
    private final HttpText http = new HttpText();

    private Prometheus(String url, Path targets) {
        this.url = url;
        this.targets = targets;
    }

    /** Starts Prometheus and waits until it responds. */
    public static Prometheus start(Children children) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(children.place("prometheus"));
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), CONFIGURATION);
        String address = "127.0.0.1:" + children.freePort();
        Child child = children.start(
                "prometheus",
                List.of(
                        Program.PROMETHEUS.path(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=" + address,
                        "--log.level=warn"),
                Map.of());
        child.awaitAnswer("http://" + address + "/-/ready");
        return new Prometheus("http://" + address, directory.resolve("targets.json"));
    }

    /** Replaces the list of scraped pods. */
    public void measure(List<Pod> pods) throws IOException {
        List<Map<String, Object>> groups = pods.stream()
                .map(pod -> Map.<String, Object>of(
                        "targets",
                        List.of(pod.metricsAddress()),
                        "labels",
                        Map.of("namespace", NAMESPACE, "rollouts_pod_template_hash", pod.hash())))
                .toList();
        Path unfinished = targets.resolveSibling("targets.part");
        Files.writeString(unfinished, JsonMapper.shared().writeValueAsString(groups));
        Files.move(unfinished, targets, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public List<Double> query(String query) throws IOException, InterruptedException {
        String answer = http.get(url + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        JsonNode data = JsonMapper.shared().readTree(answer).path("data");
        JsonNode result = data.path("result");
        if (data.path("resultType").asString("").equals("scalar")) {
            return List.of(number(result));
        }
        return result.valueStream().map(series -> number(series.path("value"))).toList();
    }

    /** Returns the value of a sample, which consists of a timestamp and a value. */
    private static double number(JsonNode sample) {
        String text = sample.path(1).asString("NaN");
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
