// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.MariaDbPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Point-in-time recovery of MariaDB as a property: after random commits, rotations of the binary log, polls, snapshots, and
 * restarts of the server and of the backup, any second is restored without losing a change and without one too much.
 */
@Tag("slow")
class ServerRestorePropertyTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int ROUNDS = TestScale.of(20, 200);
    private static final int STEPS = 12;
    private static final int SECONDS = 2;

    @TempDir
    private Path directory;

    @Test
    void anySecondIsRestoredWithoutLossAndWithoutExcess() throws IOException, InterruptedException, SQLException {
        long seed = Long.getLong("balrog.backup.seed", System.nanoTime());
        System.out.println("ServerRestorePropertyTest: -Dbalrog.backup.seed=" + seed);
        Random random = new Random(seed);
        try (RestartableServer server = start()) {
            for (int i = 1; i <= ROUNDS; i++) {
                new Round(server, Files.createDirectories(directory.resolve("round" + i)), random, "r" + i).run();
            }
        }
    }

    private RestartableServer start() throws InterruptedException, IOException {
        MariaDbPrograms.assumeInstalled("mariadb-binlog", "mariadb-client");
        return new RestartableServer(Files.createDirectories(directory.resolve("server")));
    }

    /** One database and its backups. */
    private static final class Round {
        private final RestartableServer server;
        private final Path directory;
        private final Random random;
        private final String name;
        private final BackupDirectory backups;
        private final Commits commits = new Commits();
        private final List<Instant> boundaries = new ArrayList<>();
        private int restored;

        Round(RestartableServer server, Path directory, Random random, String name) {
            this.server = server;
            this.directory = directory;
            this.random = random;
            this.name = name;
            this.backups = new BackupDirectory(directory.resolve("backups"));
        }

        private Backups open() {
            return new Backups(backups, server.uri(name), Optional.empty(), InstantSource.system());
        }

        void run() throws IOException, InterruptedException, SQLException {
            execute("mysql", "CREATE DATABASE " + name);
            execute(name, "CREATE TABLE commits (number INTEGER PRIMARY KEY) ENGINE=InnoDB");
            Backups running = open();
            try {
                running.snapshot();
                for (int i = 0; i < STEPS; i++) {
                    running = step(running);
                }
                if (random.nextBoolean()) {
                    running.increment(DAY);
                } else {
                    running.addSurviving(server.log());
                }
            } finally {
                running.close();
            }
            boundaries.addAll(commits.times());
            Instant first = backups.chains().getFirst().snapshot().time().truncatedTo(ChronoUnit.SECONDS);
            for (int i = 0; i < SECONDS; i++) {
                Instant second = boundaries.isEmpty()
                        ? first
                        : boundaries
                                .get(random.nextInt(boundaries.size()))
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(random.nextInt(3) - 1);
                check(Optional.of(second.isBefore(first) ? first : second));
            }
            check(Optional.empty());
            execute("mysql", "DROP DATABASE " + name);
        }

        private void execute(String database, String... statements) throws SQLException {
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        private Backups step(Backups running) throws IOException, InterruptedException, SQLException {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3, 4, 5 -> commit(random.nextInt(5) == 0 ? 1100 : 0);
                case 6, 7, 8, 9, 10 -> {
                    execute("mysql", "FLUSH BINARY LOGS");
                    boundaries.add(Instant.now());
                }
                case 11, 12 -> {
                    running.increment(DAY);
                    boundaries.add(Instant.now());
                }
                case 13 -> running.snapshot();
                case 14 -> {
                    running.close();
                    return open();
                }
                default -> {
                    running.close();
                    server.restart(random.nextBoolean());
                    boundaries.add(Instant.now());
                    return open();
                }
            }
            return running;
        }

        /** Commits one row, or several in one transaction that takes a while. */
        private void commit(int millis) throws InterruptedException, SQLException {
            try (Connection connection = server.connect(name);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                int rows = 1;
                statement.execute("INSERT INTO commits VALUES (" + (commits.rows() + 1) + ")");
                if (millis > 0) {
                    TimeUnit.MILLISECONDS.sleep(millis);
                    statement.execute("INSERT INTO commits VALUES (" + (commits.rows() + 2) + ")");
                    rows = 2;
                }
                Instant from = Instant.now();
                connection.commit();
                commits.add(rows, from, Instant.now());
            }
        }

        private void check(Optional<Instant> second) throws SQLException {
            String target = name + "_restored" + ++restored;
            Restore restore = Restore.plan(backups, second, server.uri(target), false, InstantSource.system());
            restore.run();
            Instant end = second.map(time -> time.plusSeconds(1)).orElse(Instant.MAX);
            String what = directory + " to " + second;
            if (second.isPresent()) {
                assertThat(restore.warnings().isEmpty())
                        .as("%s: silent exactly when complete: %s", what, restore.warnings())
                        .isEqualTo(!restore.completeUntil().isBefore(end));
            }
            commits.check(numbers(target), restore.completeUntil(), end, what);
            execute("mysql", "DROP DATABASE " + target);
        }

        private List<Integer> numbers(String database) throws SQLException {
            List<Integer> numbers = new ArrayList<>();
            try (Connection connection = server.connect(database);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT number FROM commits ORDER BY number")) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
            return numbers;
        }
    }
}
