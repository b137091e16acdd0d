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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB server with durable commits and a binary log in a separate directory. As in production,
 * the public apps have a user with read access only.
 */
public final class MariaDb {
    private static final String DATABASE = "balrog";
    private static final String OTHER_DATABASE = "other";
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(2);

    /** Option that MariaDB requires to run as root. */
    private static final List<String> AS_ROOT =
            System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();

    /**
     * Script that creates databases and users at each start. They are not in a backup, and
     * therefore not in the binary log either.
     */
    private static final String ON_START = """
            SET SESSION sql_log_bin = 0;
            CREATE DATABASE IF NOT EXISTS balrog CHARACTER SET utf8mb4;
            CREATE DATABASE IF NOT EXISTS other CHARACTER SET utf8mb4;
            CREATE USER IF NOT EXISTS 'balrog'@'127.0.0.1';
            GRANT ALL ON balrog.* TO 'balrog'@'127.0.0.1';
            GRANT ALL ON other.* TO 'balrog'@'127.0.0.1';
            CREATE USER IF NOT EXISTS 'reader'@'127.0.0.1';
            GRANT SELECT ON balrog.* TO 'reader'@'127.0.0.1';
            GRANT SELECT ON other.* TO 'reader'@'127.0.0.1';
            CREATE USER IF NOT EXISTS 'backup'@'127.0.0.1';
            GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON balrog.* TO 'backup'@'127.0.0.1';
            GRANT RELOAD, BINLOG MONITOR, REPLICATION SLAVE ON *.* TO 'backup'@'127.0.0.1';
            CREATE USER IF NOT EXISTS 'operator'@'127.0.0.1';
            GRANT ALL ON *.* TO 'operator'@'127.0.0.1';
            """;

    private final Children children;
    private final Path directory;
    private final int port;
    private final int portApart;
    private int disk;
    private @Nullable Child child;

    private MariaDb(Children children, Path directory, int port, int portApart) {
        this.children = children;
        this.directory = directory;
        this.port = port;
        this.portApart = portApart;
    }

    /**
     * Creates and starts a server with two empty databases: the one of the environment, and another
     * one.
     */
    public static MariaDb create(Children children) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(children.place("mariadb"));
        MariaDb server = new MariaDb(children, directory, children.freePort(), children.freePort());
        Files.writeString(server.onStart(), ON_START);
        server.replaceDisk();
        server.start();
        return server;
    }

    /** Replaces the disk by an empty one, with a new directory for binary logs. */
    void replaceDisk() throws IOException, InterruptedException {
        disk++;
        Files.createDirectories(binaryLogs());
        List<String> install = new ArrayList<>(
                List.of(Program.MARIADB_INSTALL_DB.path(), "--no-defaults", "--datadir=" + data(), "--skip-test-db"));
        install.addAll(AS_ROOT);
        children.run("mariadb-install-db", install, Map.of(), Optional.empty(), INSTALLED_WITHIN);
    }

    private Path data() {
        return directory.resolve("disk-" + disk);
    }

    private Path onStart() {
        return directory.resolve("start.sql");
    }

    /** Returns the directory with the binary logs of the current disk. */
    Path binaryLogs() {
        return directory.resolve("binary-logs-" + disk);
    }

    /** Starts the server on its current disk; returns when it accepts connections. */
    public void start() throws IOException, InterruptedException {
        start(
                port,
                List.of(
                        "--server-id=1",
                        "--log-bin=" + binaryLogs().resolve("binary-log"),
                        "--binlog-format=ROW",
                        "--sync-binlog=1"));
    }

    /**
     * Starts the server on a separate port, to restore a backup; nothing is written to the binary
     * log.
     */
    void startApart() throws IOException, InterruptedException {
        start(portApart, List.of());
    }

    private void start(int listening, List<String> settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Program.MARIADBD.path(),
                "--no-defaults",
                "--datadir=" + data(),
                "--bind-address=127.0.0.1",
                "--port=" + listening,
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--skip-name-resolve",
                "--init-file=" + onStart(),
                "--innodb-buffer-pool-size=64M",
                "--max-allowed-packet=64M"));
        command.addAll(settings);
        command.addAll(AS_ROOT);
        Child started = children.start("mariadbd", command, Map.of());
        child = started;
        long start = System.nanoTime();
        while (!accepts(listening)) {
            started.awaitMore(start);
        }
    }

    private static boolean accepts(int listening) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Stops the server, as a service manager does. */
    public void stop() {
        Objects.requireNonNull(child).stop();
    }

    /** Kills the server and destroys its disk; the binary logs are kept. */
    public void destroy() throws IOException {
        Objects.requireNonNull(child).kill();
        Directories.delete(data());
    }

    /** Returns the URI of the environment's database, with write access. */
    public String writerUri() {
        return uri("balrog", DATABASE);
    }

    /** Returns the URI of the environment's database, with read access only. */
    public String readerUri() {
        return uri("reader", DATABASE);
    }

    /** Returns the URI of the other database, with write access. */
    public String otherWriterUri() {
        return uri("balrog", OTHER_DATABASE);
    }

    /** Returns the URI of the other database, with read access only. */
    public String otherReaderUri() {
        return uri("reader", OTHER_DATABASE);
    }

    /** Returns the URI of the environment's database for the backup user. */
    String backupUri() {
        return uri("backup", DATABASE);
    }

    /** Returns the URI of the environment's database for the operator, who has all privileges. */
    String operatorUri() {
        return uri("operator", DATABASE);
    }

    /** Returns the operator's URI of the server that was started on the separate port. */
    String apartUri() {
        return uri("operator", DATABASE, portApart);
    }

    private String uri(String user, String database) {
        return uri(user, database, port);
    }

    private static String uri(String user, String database, int at) {
        return "mysql://" + user + ":@127.0.0.1:" + at + "/" + database + "?ssl_mode=DISABLED";
    }
}
