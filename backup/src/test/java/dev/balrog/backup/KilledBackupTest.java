// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is killed at any moment leaves only chains that can be restored, and the next one goes on from them. */
@Tag("slow")
class KilledBackupTest {
    private static final int KILLS = TestScale.of(2, 8);

    @TempDir
    private Path directory;

    /** Backs a database up as fast as it can, with many snapshots, until it is killed. */
    static final class Busy {
        private Busy() {}

        public static void main(String[] arguments) throws InterruptedException {
            Backups backups = new Backups(
                    new BackupDirectory(Path.of(arguments[1])),
                    DatabaseUri.parse(arguments[0]),
                    Optional.empty(),
                    InstantSource.system());
            while (true) {
                backups.increment(Duration.ofMillis(200));
                backups.prune(Duration.ofSeconds(2));
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private Process start(DatabaseUri uri) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Busy.class.getName(),
                        uri.toString(),
                        directory.resolve("backups").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    @Test
    void canAlwaysBeRestored() throws IOException, InterruptedException {
        RandomGenerator dice = RandomGenerator.getDefault();
        BackupDirectory place = new BackupDirectory(directory.resolve("backups"));
        Verification verification = new Verification(Optional.empty(), InstantSource.system());
        int written = 0;
        try (Database database = TestDatabases.create(Kind.SQLITE, directory)) {
            for (int kill = 0; kill < KILLS; kill++) {
                Process process = start(database.uri());
                Set<String> known = names(place);
                long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                // It has begun to work, and then goes on for a while.
                long enough = Long.MAX_VALUE;
                while (System.nanoTime() < Math.min(enough, deadline)) {
                    insert(database, ++written);
                    if (enough == Long.MAX_VALUE && hasBegun(place, known)) {
                        enough = System.nanoTime()
                                + Duration.ofMillis(dice.nextInt(50, 700)).toNanos();
                    }
                }
                assertThat(enough).as("the backup has begun").isLessThan(Long.MAX_VALUE);
                assertThat(process.isAlive()).as("the backup still works").isTrue();
                process.destroyForcibly().waitFor();
                List<Chain> chains = place.chains();
                assertThat(chains).isNotEmpty();
                chains.forEach(verification::verify);
            }
            try (Backups backups = new Backups(place, database.uri(), Optional.empty(), InstantSource.system())) {
                backups.increment(Duration.ofDays(1));
            }
            Chain last = place.last().orElseThrow();
            assertThat(verification.verify(last).summary().rows()).containsEntry("emergency_shutoffs", (long) written);
        }
    }

    /** Whether there is a chain that was not there before. */
    private static boolean hasBegun(BackupDirectory place, Set<String> known) throws IOException {
        return names(place).stream().anyMatch(name -> name.startsWith("2") && !known.contains(name));
    }

    private static Set<String> names(BackupDirectory place) throws IOException {
        if (!Files.isDirectory(place.path())) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(place.path())) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void insert(Database database, int number) {
        database.write(sql -> sql.execute(
                "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES (?, 'release', 1)",
                "product" + number));
    }
}
