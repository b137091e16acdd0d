// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database server. What is committed is on the disk, and in the binary log. The public apps have a user who can only
 * read, as in production.
 */
public final class MariaDb {
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(2);

    /** Without being told, MariaDB refuses to run as root. */
    private static final List<String> AS_ROOT =
            System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();

    private final Children children;
    private final Path directory;
    private final int port;
    private @Nullable Child child;

    private MariaDb(Children children, Path directory, int port) {
        this.children = children;
        this.directory = directory;
        this.port = port;
    }

    /** Makes and starts a server with two empty databases: that of the environment, and another one. */
    public static MariaDb create(Children children) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(children.directory("mariadb"));
        MariaDb server = new MariaDb(children, directory, children.freePort());
        List<String> install = new ArrayList<>(List.of(
                Programs.find("mariadb-install-db", "mariadb-server-core"),
                "--no-defaults",
                "--datadir=" + server.data(),
                "--skip-test-db"));
        install.addAll(AS_ROOT);
        children.run("mariadb-install-db", install, Map.of(), INSTALLED_WITHIN);
        Files.writeString(server.script(), """
                CREATE DATABASE IF NOT EXISTS balrog CHARACTER SET utf8mb4;
                CREATE DATABASE IF NOT EXISTS other CHARACTER SET utf8mb4;
                CREATE USER IF NOT EXISTS 'balrog'@'127.0.0.1';
                GRANT ALL ON balrog.* TO 'balrog'@'127.0.0.1';
                GRANT ALL ON other.* TO 'balrog'@'127.0.0.1';
                CREATE USER IF NOT EXISTS 'reader'@'127.0.0.1';
                GRANT SELECT ON balrog.* TO 'reader'@'127.0.0.1';
                GRANT SELECT ON other.* TO 'reader'@'127.0.0.1';
                """);
        server.start();
        return server;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path script() {
        return directory.resolve("start.sql");
    }

    /** Starts it on the data that it has; returns when it can be connected to. */
    public void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Programs.find("mariadbd", "mariadb-server-core"),
                "--no-defaults",
                "--datadir=" + data(),
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--init-file=" + script(),
                "--innodb-buffer-pool-size=64M",
                "--max-allowed-packet=64M",
                "--server-id=1",
                "--log-bin=" + directory.resolve("binlog"),
                "--sync-binlog=1"));
        command.addAll(AS_ROOT);
        Child started = children.start("mariadbd", command, Map.of());
        child = started;
        long start = System.nanoTime();
        while (!listens()) {
            started.awaitMore(start);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Stops it, as a service manager does. */
    public void stop() {
        Objects.requireNonNull(child).stop();
    }

    /** Where the database of the environment is, for those who write. */
    public String writerUri() {
        return uri("balrog", "balrog");
    }

    /** Where it is, for those who only read. */
    public String readerUri() {
        return uri("reader", "balrog");
    }

    /** Where the other database is, for those who write. */
    public String otherWriterUri() {
        return uri("balrog", "other");
    }

    /** Where the other database is, for those who only read. */
    public String otherReaderUri() {
        return uri("reader", "other");
    }

    private String uri(String user, String database) {
        return "mysql://" + user + ":@127.0.0.1:" + port + "/" + database + "?ssl_mode=DISABLED";
    }
}
