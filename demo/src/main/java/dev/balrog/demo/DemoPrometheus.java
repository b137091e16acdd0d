// SPDX-License-Identifier: MPL-2.0
package dev.balrog.demo;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prometheus server of the demo, where one is installed. It scrapes the public app of the demo, and
 * has a synthetic week before.
 */
final class DemoPrometheus implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final long ENDS_WITHIN_SECONDS = 5;

    private final Process process;

    private DemoPrometheus(Process process) {
        this.process = process;
    }

    /** Returns whether Prometheus and its tool are installed. */
    static boolean isInstalled() {
        return program("prometheus").isPresent() && program("promtool").isPresent();
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts Prometheus; returns when it responds.
     *
     * @param directory directory for its data, which is replaced
     * @param port port of the loopback interface
     * @param target host and port of the metrics of the public app
     * @param metrics what the public app exports now, from which the week before is made
     * @throws IOException if it can't be started
     */
    static DemoPrometheus start(Path directory, int port, String target, String metrics)
            throws IOException, InterruptedException {
        delete(directory);
        Files.createDirectories(directory);
        Path data = directory.resolve("data");
        Path history = directory.resolve("history.txt");
        DemoHistory.write(metrics, Instant.now(), history);
        Process imported = start(
                directory,
                List.of(
                        "promtool",
                        "tsdb",
                        "create-blocks-from",
                        "openmetrics",
                        "--max-block-duration=168h",
                        history.toString(),
                        data.toString()));
        if (imported.waitFor() != 0) {
            throw new IOException("promtool failed; see " + log(directory));
        }
        Files.delete(history);
        Path configuration = Files.writeString(directory.resolve("prometheus.yaml"), """
                global:
                  scrape_interval: 2s
                  scrape_timeout: 2s
                scrape_configs:
                  - job_name: balrog-public
                    static_configs:
                      - targets: ["%s"]
                """.formatted(target));
        Process process = start(
                directory,
                List.of(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + data,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"));
        DemoPrometheus started = new DemoPrometheus(process);
        try {
            started.await(URI.create("http://127.0.0.1:" + port + "/-/ready"), log(directory));
            return started;
        } catch (IOException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    private static Process start(Path directory, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()))
                .start();
    }

    private static Path log(Path directory) {
        return directory.resolve("prometheus.log");
    }

    private void await(URI url, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, url)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("Prometheus does not start; see " + log);
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static boolean isReady(HttpClient http, URI url) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
