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
 * The database server. What is committed is on the disk, and in the binary log, which is kept elsewhere. The public apps have a
 * user who can only read, as in production.
 */
public final class MariaDb {
    private static final String DATABASE = "balrog";
    private static final String OTHER_DATABASE = "other";
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(2);

    /** Without being told, MariaDB refuses to run as root. */
    private static final List<String> AS_ROOT =
            System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();

    /** Makes what is not in a backup; so it is not in the binary log either. */
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

    /** Makes and starts a server with two empty databases: that of the environment, and another one. */
    public static MariaDb create(Children children) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(children.place("mariadb"));
        MariaDb server = new MariaDb(children, directory, children.freePort(), children.freePort());
        Files.writeString(server.onStart(), ON_START);
        server.replaceDisk();
        server.start();
        return server;
    }

    /** Gives it an empty disk, and a place for its binary logs. */
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

    /** The directory with the binary logs of the disk that there is. */
    Path binaryLogs() {
        return directory.resolve("binary-logs-" + disk);
    }

    /** Starts it on the disk that it has; returns when it can be connected to. */
    public void start() throws IOException, InterruptedException {
        start(
                port,
                List.of(
                        "--server-id=1",
                        "--log-bin=" + binaryLogs().resolve("binary-log"),
                        "--binlog-format=ROW",
                        "--sync-binlog=1"));
    }

    /** Starts it where nobody looks for it, to fill it; what is done then is not in the binary log. */
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

    /** Stops it, as a service manager does. */
    public void stop() {
        Objects.requireNonNull(child).stop();
    }

    /** Ends it without any notice, and destroys its disk; the binary logs are still there. */
    public void destroy() throws IOException {
        Objects.requireNonNull(child).kill();
        Directories.delete(data());
    }

    /** Where the database of the environment is, for those who write. */
    public String writerUri() {
        return uri("balrog", DATABASE);
    }

    /** Where it is, for those who only read. */
    public String readerUri() {
        return uri("reader", DATABASE);
    }

    /** Where the other database is, for those who write. */
    public String otherWriterUri() {
        return uri("balrog", OTHER_DATABASE);
    }

    /** Where the other database is, for those who only read. */
    public String otherReaderUri() {
        return uri("reader", OTHER_DATABASE);
    }

    /** Where it is, for those who back it up. */
    String backupUri() {
        return uri("backup", DATABASE);
    }

    /** Where it is, for those who can do anything. */
    String operatorUri() {
        return uri("operator", DATABASE);
    }

    /** Where it is while it was started apart, for those who can do anything. */
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
