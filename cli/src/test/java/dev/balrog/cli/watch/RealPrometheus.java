// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prometheus with the rules of the repository, as production has it but quicker. */
final class RealPrometheus implements AutoCloseable {
    /** What a look back has to be here, where seconds stand for minutes. */
    static final String WINDOW = "10s";

    private final Process process;
    private final URI url;
    private final HttpClient client = HttpClient.newHttpClient();

    private RealPrometheus(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it; returns when it answers.
     *
     * @param port where it answers
     * @param targets addresses by job
     */
    static RealPrometheus start(Path directory, int port, Map<String, String> targets)
            throws IOException, InterruptedException {
        StringBuilder configuration =
                new StringBuilder("""
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [%s/*.yaml]
                scrape_configs:
                """.formatted(WatchFiles.writeRules(directory.resolve("rules"))));
        targets.forEach((job, address) -> configuration.append("""
                  - job_name: balrog/%s
                    static_configs:
                      - targets: ["%s"]
                        labels: {namespace: balrog, rollouts_pod_template_hash: abc}
                """.formatted(job, address)));
        Path file = Files.writeString(directory.resolve("prometheus.yaml"), configuration);
        Process process = new ProcessBuilder(List.of(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("prometheus"),
                        "--web.listen-address=127.0.0.1:" + port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        RealPrometheus started = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        started.awaitReady();
        return started;
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!isReady()) {
            assertThat(System.nanoTime()).as("Prometheus answers").isLessThan(deadline);
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** Waits until so many targets have been scraped. */
    void awaitTargets(int number) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (query("up == 1").size() < number) {
            assertThat(System.nanoTime()).as("targets are scraped").isLessThan(deadline);
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString());
    }

    /** The values that an expression has at this moment, with their labels. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as("%s: %s", expression, answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body()).get("data").get("result");
    }

    /** All rules, with how their last evaluation went. */
    List<JsonNode> rules() throws IOException, InterruptedException {
        JsonNode groups = JsonMapper.shared()
                .readTree(get("/api/v1/rules").body())
                .get("data")
                .get("groups");
        return groups.valueStream()
                .flatMap(group -> group.get("rules").valueStream())
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
