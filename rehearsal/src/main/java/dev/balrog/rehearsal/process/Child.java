// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Child process. It gets only the environment variables that are passed to it. */
public final class Child {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TZ");
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 50;
    private static final long ENDS_WITHIN_SECONDS = 20;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a program.
     *
     * @param output the file for standard output; empty to append it to the log, like all other
     *     output
     */
    static Child start(
            String name, List<String> command, Map<String, String> environment, Optional<Path> output, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(
                        output.map(file -> Redirect.to(file.toFile())).orElseGet(() -> Redirect.appendTo(log.toFile())))
                .redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        return new Child(name, log, builder.start());
    }

    /** Returns the name in messages. */
    public String name() {
        return name;
    }

    /** Returns whether the process is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until a URL responds with status 200.
     *
     * @throws IOException if the process ends, or the timeout expires
     */
    public void awaitAnswer(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(5))
                .build();
        long start = System.nanoTime();
        while (!answers(request)) {
            awaitMore(start);
        }
    }

    private static boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Sleeps for one polling interval.
     *
     * @param start the start of the wait, by {@link System#nanoTime}
     * @throws IOException if the process has ended, or the timeout has expired
     */
    void awaitMore(long start) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended with exit code " + process.exitValue() + "; see " + log);
        }
        if (System.nanoTime() - start > READY_WITHIN.toNanos()) {
            throw new IOException(name + " does not answer; see " + log);
        }
        Thread.sleep(POLL_MILLIS);
    }

    /**
     * Waits for the process to end.
     *
     * @throws IOException if the timeout expires or the exit code is not 0
     */
    void awaitSuccess(Duration within) throws IOException, InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new IOException(name + " takes too long; see " + log);
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + " failed with exit code " + process.exitValue() + "; see " + log);
        }
    }

    /** Reloads the configuration (SIGHUP). */
    void hangUp() throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        if (signal.waitFor() != 0) {
            throw new IOException(name + " can't be signalled");
        }
    }

    /** Stops the process (SIGTERM), as a service manager does, and kills it after a timeout. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the process (SIGKILL) and its descendants. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
