// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB server for tests, on a free loopback port, with its data in a temporary directory. It ends with the JVM at the
 * latest. {@link MariaDbPrograms} says which server it is.
 */
public final class MariaDbServer {
    static final String USER = "balrog";
    static final String PASSWORD = "se/cr@t";

    private static final long ENDS_WITHIN_SECONDS = 30;

    private final MariaDbPrograms programs;
    private final Path home;
    private final int port;
    private @Nullable Process process;

    private MariaDbServer(MariaDbPrograms programs, Path home, int port) {
        this.programs = programs;
        this.home = home;
        this.port = port;
    }

    /** Returns the server that all tests of a JVM share: an installed one if there is one. */
    public static MariaDbServer shared() {
        return Holder.SERVER;
    }

    /** The port on the loopback address that the server listens on. */
    public int port() {
        return port;
    }

    /** Returns the URI of a database, for a user with all privileges. */
    public static DatabaseUri uri(int port, String name) {
        return new DatabaseUri.MySql("127.0.0.1", port, name, USER, PASSWORD, TlsMode.PREFERRED);
    }

    private static final class Holder {
        static final MariaDbServer SERVER = unchecked(MariaDbPrograms.any());
    }

    private static MariaDbServer unchecked(MariaDbPrograms programs) {
        try {
            return startWith(programs, List.of());
        } catch (IOException e) {
            throw new IllegalStateException("no MariaDB server for the tests", e);
        }
    }

    /** Starts another server; its options are added to the ones that every server of the tests has. */
    public static MariaDbServer startWith(List<String> options) throws IOException {
        return startWith(MariaDbPrograms.any(), options);
    }

    /** Starts another server with these programs. */
    public static MariaDbServer startWith(MariaDbPrograms programs, List<String> options) throws IOException {
        Path home = Files.createTempDirectory("balrog-mariadb-");
        MariaDbServer server = new MariaDbServer(programs, home, freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(server::discard));
        run(builder(programs.install(server.data()), home), server.log());
        server.start(options);
        return server;
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path log() {
        return home.resolve("log");
    }

    /** Starts it on the data that it has, after {@link #stop} or after it was shut down. */
    public void start(List<String> options) throws IOException {
        List<String> command = programs.serve();
        command.addAll(List.of(
                "--datadir=" + data(),
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                makingTheUser(home),
                // Nothing has to survive: no waiting for the disk.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-flush-method=nosync",
                "--innodb-doublewrite=0",
                "--skip-sync-frm",
                // One file for all tables is faster to create tables in.
                "--innodb-file-per-table=0",
                "--innodb-buffer-pool-size=64M"));
        command.addAll(options);
        Process started = builder(command, home)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        awaitPort(started, port, log());
    }

    /** Stops it as a service manager does, and returns when it has ended. */
    public void stop() {
        end(Objects.requireNonNull(process), Process::destroy);
    }

    private static void end(Process ending, Consumer<Process> how) {
        how.accept(ending);
        ending.onExit()
                .orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .exceptionally(_ -> ending)
                .join();
    }

    private void discard() {
        Process running = process;
        if (running != null) {
            end(running, Process::destroyForcibly);
        }
        deleteQuietly(home);
    }

    /** A server that starts deletes the temporary tables of all others that share its directory for them. */
    private static ProcessBuilder builder(List<String> command, Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
        return builder;
    }

    private static void run(ProcessBuilder builder, Path log) throws IOException {
        Process process = builder.redirectOutput(log.toFile()).start();
        int exit = process.onExit().orTimeout(120, TimeUnit.SECONDS).join().exitValue();
        if (exit != 0) {
            throw new IOException(builder.command() + " failed: " + Files.readString(log));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port, Path log) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (true) {
            try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("MariaDB does not start: " + Files.readString(log), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** Makes the user when the server starts, which works whichever way its administrator has to log in. */
    private static String makingTheUser(Path directory) throws IOException {
        Path script = Files.writeString(
                directory.resolve("user.sql"),
                "CREATE OR REPLACE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "';\n"
                        + "GRANT ALL ON *.* TO '" + USER + "'@'%' WITH GRANT OPTION;\n");
        return "--init-file=" + script;
    }

    /** Executes statements as the administrator. */
    public void execute(String... statements) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:mariadb://127.0.0.1:" + port + "/mysql?sslMode=disable", USER, PASSWORD);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deleteQuietly(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
