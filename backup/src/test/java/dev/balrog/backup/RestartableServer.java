// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** MariaDB server with a binary log, which can be stopped, killed and started again on the same data. */
final class RestartableServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Path home;
    private final int port;
    private @Nullable Process process;

    /**
     * Starts a server.
     *
     * @param home empty directory
     * @throws IOException when the programs are not installed
     */
    RestartableServer(Path home) throws IOException, InterruptedException {
        this.home = home;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        // The database is that of the connection: the user is one that may do everything.
        DatabaseUri.MySql uri = uri("mysql");
        Files.writeString(
                home.resolve("user.sql"),
                "CREATE OR REPLACE USER '" + uri.user() + "'@'%' IDENTIFIED BY '" + uri.password() + "';\n"
                        + "GRANT ALL ON *.* TO '" + uri.user() + "'@'%' WITH GRANT OPTION;\n");
        Process install = run(List.of("mariadb-install-db", "--no-defaults", "--datadir=" + data(), "--skip-test-db"));
        if (!install.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) || install.exitValue() != 0) {
            throw new IOException("mariadb-install-db failed: " + Files.readString(home.resolve("log")));
        }
        start();
    }

    private Path data() {
        return home.resolve("data");
    }

    private Process run(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(command);
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
        // A server that starts deletes the temporary tables of all others that share the directory.
        builder.environment()
                .put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
        return builder.start();
    }

    void start() throws IOException, InterruptedException {
        Process started = run(List.of(
                "mariadbd",
                "--no-defaults",
                "--datadir=" + data(),
                "--socket=" + home.resolve("s"),
                "--pid-file=" + home.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--init-file=" + home.resolve("user.sql"),
                "--log-bin=mariadb-bin",
                "--server-id=1",
                "--binlog-format=ROW",
                // What was committed survives kill -9, but not a power failure: that is enough here.
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=8M"));
        process = started;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("MariaDB does not start: " + Files.readString(home.resolve("log")), e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(30);
        }
    }

    /** Stops it by SIGTERM or SIGKILL, and starts it again. */
    void restart(boolean kill) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            if (kill) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            running.waitFor();
        }
        start();
    }

    DatabaseUri.MySql uri(String name) {
        return (DatabaseUri.MySql) MariaDbServer.uri(port, name);
    }

    Connection connect(String name) throws SQLException {
        DatabaseUri.MySql uri = uri(name);
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/" + name + "?sslMode=disable", uri.user(), uri.password());
    }

    /** Returns the directory with the binary log. */
    Path log() {
        return data();
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }
}
