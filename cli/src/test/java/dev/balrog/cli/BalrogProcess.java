// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command in a process of its own, whose output goes to files. */
public final class BalrogProcess implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path out;
    private final Path err;

    private BalrogProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it, with these environment variables and no others. */
    public static BalrogProcess start(Path directory, Map<String, String> variables, String... arguments)
            throws IOException {
        return start(directory, List.of("-XX:TieredStopAtLevel=1"), variables, arguments);
    }

    /** Starts it with these options of the JVM, these environment variables and no others. */
    public static BalrogProcess start(
            Path directory, List<String> options, Map<String, String> variables, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(directory, "stdout", "");
        Path err = Files.createTempFile(directory, "stderr", "");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        builder.environment().putAll(variables);
        return new BalrogProcess(builder.start(), out, err);
    }

    /** Waits for output in which the pattern is found, and returns what its first group found. */
    public String await(Pattern pattern) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher matcher = pattern.matcher(out());
            if (matcher.find()) {
                return matcher.group(1);
            }
            assertThat(process.isAlive())
                    .as("%s is running; stdout: %s; stderr: %s", process.info(), out(), err())
                    .isTrue();
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("no " + pattern + " in " + out() + err());
    }

    /** What it has written to standard output. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** What it has written to standard error. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    /** Returns whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Asks the process to stop, as a service manager does, and returns its exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** Ends the process at once, wherever it is. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Waits for the process to end. */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What is answered to a GET request. */
    public static String get(String url) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
