// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Point-in-time recovery of SQLite as a property: after random commits, polls, snapshots and restarts of the backup, any
 * second is restored without losing a change and without one too much.
 */
@Tag("slow")
class SqliteRestorePropertyTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int ROUNDS = TestScale.of(20, 200);
    private static final int STEPS = 40;
    private static final int SECONDS = 6;

    @TempDir
    private Path directory;

    @Test
    void anySecondIsRestoredWithoutLossAndWithoutExcess() throws IOException, SQLException {
        long seed = Long.getLong("balrog.backup.seed", System.nanoTime());
        System.out.println("SqliteRestorePropertyTest: -Dbalrog.backup.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            new Round(Files.createDirectories(directory.resolve("round" + i)), random).run();
        }
    }

    /** One database and its backups. */
    private static final class Round {
        private final Path directory;
        private final Random random;
        private final SettableClock clock;
        private final DatabaseUri.Sqlite uri;
        private final BackupDirectory backups;
        private final Commits commits = new Commits();
        private final List<Instant> polls = new ArrayList<>();
        private int restored;

        Round(Path directory, Random random) {
            this.directory = directory;
            this.random = random;
            this.clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z").plusMillis(random.nextInt(2000)));
            this.uri = new DatabaseUri.Sqlite(directory.resolve("balrog.db"));
            this.backups = new BackupDirectory(directory.resolve("backups"));
        }

        private Backups open() {
            return new Backups(backups, uri, Optional.empty(), clock);
        }

        void run() throws IOException, SQLException {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + uri.file());
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = OFF");
                statement.execute("CREATE TABLE commits (number INTEGER PRIMARY KEY, filler TEXT)");
                Backups running = open();
                try {
                    running.snapshot();
                    polls.add(clock.instant());
                    for (int i = 0; i < STEPS; i++) {
                        running = step(running, statement);
                    }
                } finally {
                    running.close();
                }
            }
            Instant first = backups.chains().getFirst().snapshot().time().truncatedTo(ChronoUnit.SECONDS);
            long last = Duration.between(first, clock.instant()).toSeconds() + 2;
            for (int i = 0; i < SECONDS; i++) {
                check(first.plusSeconds(random.nextLong(last + 1)));
            }
        }

        private Backups step(Backups running, Statement statement) throws SQLException {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    statement.execute("INSERT INTO commits VALUES (" + (commits.rows() + 1) + ", hex(randomblob("
                            + random.nextInt(3000) + ")))");
                    commits.add(1, clock.instant(), clock.instant());
                }
                case 4, 5, 6 -> clock.advance(Duration.ofMillis(random.nextInt(1500)));
                case 7, 8, 9 -> {
                    polls.add(clock.instant());
                    running.increment(DAY);
                }
                case 10 -> {
                    // Two snapshots of the same millisecond would have the same name.
                    clock.advance(Duration.ofMillis(2));
                    polls.add(clock.instant());
                    running.snapshot();
                }
                default -> {
                    running.close();
                    return open();
                }
            }
            return running;
        }

        private void check(Instant second) {
            Instant end = second.plusSeconds(1);
            Path file = directory.resolve("restored" + ++restored + ".db");
            Restore restore = Restore.plan(backups, Optional.of(second), new DatabaseUri.Sqlite(file), false, clock);
            restore.run();
            Instant complete = restore.completeUntil();
            List<Integer> numbers = SqliteDatabases.readAlone(
                    file,
                    sql -> sql.fetch("SELECT number FROM commits ORDER BY number")
                            .getValues(0, Integer.class));
            commits.check(numbers, complete, end, directory + " to " + second);
            assertThat(restore.warnings().isEmpty())
                    .as("silent exactly when complete")
                    .isEqualTo(!complete.isBefore(end));
            polls.stream()
                    .filter(poll -> poll.plusMillis(1).isBefore(end))
                    .max(Instant::compareTo)
                    .ifPresent(poll -> assertThat(complete).isAfterOrEqualTo(poll));
        }
    }
}
