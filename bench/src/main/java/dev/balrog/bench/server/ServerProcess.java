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

/** A server that was started to be measured. Ended when closed, or with this process at the latest. */
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
     * Starts a server; returns when it answers.
     *
     * @param name what to call it in reports
     * @param port the port that it will listen on
     * @param environment variables to set in addition to those of this process
     * @param log file for what it prints
     * @throws IOException when it can't be started, ends, or does not answer in time
     */
    public static ServerProcess start(
            String name, int port, List<String> command, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(name, port, log, builder.start());
    }

    /** A port that nobody listens on at the moment. */
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

    /** How long it took from the start of the process to the first answer. */
    public Duration timeToReady() {
        return timeToReady;
    }

    /** The processor time that the server has used so far, all of its processes together. */
    public Duration processorTime() {
        return processes()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The memory that the server occupies at the moment, all of its processes together, in MiB. */
    public double residentMebibytes() throws IOException {
        return mebibytes("VmRSS:");
    }

    /** The most memory that the server has occupied so far, in MiB; of several processes, the sum of what each has. */
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

    /** Whether it has not ended by itself. */
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
