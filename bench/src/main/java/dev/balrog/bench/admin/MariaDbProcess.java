// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * MariaDB server on a free loopback port, with durable commits. Stopped when closed, at the latest
 * with this process.
 */
final class MariaDbProcess implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long INSTALLED_WITHIN_SECONDS = 120;
    private static final long ENDS_WITHIN_SECONDS = 30;

    /** Option that MariaDB requires to run as root. */
    private static final List<String> AS_ROOT =
            System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();

    private static final String USER = "balrog";

    private final int port;
    private final Process process;
    private final Thread onExit = new Thread(this::end);

    private MariaDbProcess(int port, Process process) {
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * Starts a server with an empty database.
     *
     * @param directory an empty directory for all its files
     * @param port the port to listen on
     * @throws IOException if MariaDB is not installed, or does not start
     */
    static MariaDbProcess start(Path directory, int port) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        List<String> install = new ArrayList<>(
                List.of(program("mariadb-install-db"), "--no-defaults", "--datadir=" + data, "--skip-test-db"));
        install.addAll(AS_ROOT);
        run(install, log);
        Path script = Files.writeString(
                directory.resolve("start.sql"),
                "CREATE DATABASE balrog CHARACTER SET utf8mb4;\n"
                        + "CREATE USER '" + USER + "'@'127.0.0.1';\n"
                        + "GRANT ALL ON balrog.* TO '" + USER + "'@'127.0.0.1';\n");
        List<String> command = new ArrayList<>(List.of(
                program("mariadbd"),
                "--no-defaults",
                "--datadir=" + data,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--init-file=" + script,
                "--innodb-buffer-pool-size=256M",
                "--max-allowed-packet=64M"));
        command.addAll(AS_ROOT);
        MariaDbProcess started = new MariaDbProcess(
                port,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
        try {
            started.awaitPort(log);
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    private static String program(String name) throws IOException {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException(name + " is not installed: install mariadb-server"))
                .toString();
    }

    private static void run(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(INSTALLED_WITHIN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command.getFirst() + " failed; see " + log);
        }
    }

    private void awaitPort(Path log) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < READY_WITHIN.toNanos() && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.sleep(POLL);
            }
        }
        throw new IOException("MariaDB does not start; see " + log);
    }

    /** Returns the database URI, as in the variable {@code DBURI}. */
    String uri() {
        return "mysql://" + USER + ":@127.0.0.1:" + port + "/balrog?ssl_mode=DISABLED";
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
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
