// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Server process to be measured. Stopped when closed, at the latest with this process. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long ENDS_WITHIN_SECONDS = 10;

    private final String name;
    private final int port;
    private final Path log;
    private final Process process;
    private final Thread onExit = new Thread(this::end);
    private final Duration timeToReady;

    private ServerProcess(String name, int port, Path log, Process process) throws IOException, InterruptedException {
        this.name = name;
        this.port = port;
        this.log = log;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(onExit);
        this.timeToReady = awaitReady();
    }

    /**
     * Starts a server and waits until it responds.
     *
     * @param name the name in reports
     * @param port the port to listen on
     * @param environment variables in addition to those of this process
     * @param log the file for its output
     * @throws IOException if it can't be started, ends, or does not respond in time
     */
    public static ServerProcess start(
            String name, int port, List<String> command, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(name, port, log, builder.start());
    }

    /** Returns a port that is currently free. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Duration awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/__lbheartbeat__"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() - start < READY_WITHIN.toNanos()) {
                if (!process.isAlive()) {
                    throw new IOException(name + " ended at once; see " + log);
                }
                if (answers(client, request)) {
                    return Duration.ofNanos(System.nanoTime() - start);
                }
                Thread.sleep(POLL);
            }
        }
        close();
        throw new IOException(name + " does not answer; see " + log);
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** Returns the time from the start of the process to the first response. */
    public Duration timeToReady() {
        return timeToReady;
    }

    /** Returns the CPU time that all processes of the server have used so far. */
    public Duration processorTime() {
        return processes()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns the current resident memory of all processes of the server, in MiB. */
    public double residentMebibytes() throws IOException {
        return mebibytes("VmRSS:");
    }

    /** Returns the peak resident memory so far, in MiB: the sum of the peaks of all processes. */
    public double peakResidentMebibytes() throws IOException {
        return mebibytes("VmHWM:");
    }

    private double mebibytes(String field) throws IOException {
        long kibibytes = 0;
        for (ProcessHandle each : processes().toList()) {
            for (String line : Files.readAllLines(Path.of("/proc/" + each.pid() + "/status"))) {
                if (line.startsWith(field)) {
                    kibibytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return kibibytes / 1024.0;
    }

    /** Returns whether the process is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(onExit);
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
