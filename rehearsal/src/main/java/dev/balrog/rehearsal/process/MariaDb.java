// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database server. What is committed is on the disk, and in the binary log, which is kept elsewhere. The public apps have a
 * user who can only read, as in production.
 */
public final class MariaDb {
    /** The database of the environment. */
    static final String DATABASE = "balrog";
    /** Who can do anything, over the socket alone. */
    static final String OPERATOR = "operator";

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
            CREATE USER IF NOT EXISTS 'operator'@'localhost';
            GRANT ALL ON *.* TO 'operator'@'localhost';
            """;

    private final Children children;
    private final Path directory;
    private final int port;
    private int disk;
    private @Nullable Child child;

    private MariaDb(Children children, Path directory, int port) {
        this.children = children;
        this.directory = directory;
        this.port = port;
    }

    /** Makes and starts a server with two empty databases: that of the environment, and another one. */
    public static MariaDb create(Children children) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(children.place("mariadb"));
        MariaDb server = new MariaDb(children, directory, children.freePort());
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
        children.run("mariadb-install-db", install, Map.of(), Child.Streams.NONE, INSTALLED_WITHIN);
    }

    private Path data() {
        return directory.resolve("disk-" + disk);
    }

    private Path onStart() {
        return directory.resolve("start.sql");
    }

    /** The socket on this machine. */
    Path socket() {
        return directory.resolve("socket");
    }

    /** The directory with the binary logs of the disk that there is. */
    Path binaryLogs() {
        return directory.resolve("binary-logs-" + disk);
    }

    /** Starts it on the disk that it has; returns when it can be connected to. */
    public void start() throws IOException, InterruptedException {
        start(
                List.of(
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--server-id=1",
                        "--log-bin=" + binaryLogs().resolve("binary-log"),
                        "--binlog-format=ROW",
                        "--sync-binlog=1"),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Starts it for the operator alone; what is done then is not in the binary log. */
    void startClosed() throws IOException, InterruptedException {
        start(List.of("--skip-networking"), UnixDomainSocketAddress.of(socket()));
    }

    private void start(List<String> settings, SocketAddress address) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Program.MARIADBD.path(),
                "--no-defaults",
                "--datadir=" + data(),
                "--socket=" + socket(),
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
        while (!accepts(address)) {
            started.awaitMore(start);
        }
    }

    private static boolean accepts(SocketAddress address) {
        try (SocketChannel channel = SocketChannel.open(address)) {
            return channel.isConnected();
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

    private String uri(String user, String database) {
        return "mysql://" + user + ":@127.0.0.1:" + port + "/" + database + "?ssl_mode=DISABLED";
    }
}
