// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on a disk that is full: a limit on the size of files makes writes fail in the same way. */
@Tag("slow")
class FullDiskTest {
    private static final int TRIES = 5;

    @TempDir
    private Path directory;

    /** Tries to back up, and tells of each failure. */
    static final class Tries {
        private Tries() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Backups backups = new Backups(
                    new BackupDirectory(Path.of(arguments[1])),
                    DatabaseUri.parse(arguments[0]),
                    Optional.empty(),
                    InstantSource.system())) {
                for (int i = 0; i < TRIES; i++) {
                    try {
                        backups.increment(Duration.ofDays(1));
                        System.out.println("added");
                    } catch (RuntimeException e) {
                        System.out.println("failed: " + e);
                    }
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            }
        }
    }

    @Test
    void aFullDiskLeavesNothingBehindAndLosesNothing() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
        BackupDirectory place = new BackupDirectory(directory.resolve("backups"));
        try (Database database = TestDatabases.create(Kind.SQLITE, directory)) {
            try (Backups backups = new Backups(place, database.uri(), Optional.empty(), InstantSource.system())) {
                backups.snapshot();
            }
            database.write(sql -> sql.execute("INSERT INTO rules (rule_id, update_type, data_version, comment)"
                    + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                    + " SELECT i, 'minor', 1, hex(randomblob(200)) FROM n"));
            List<String> before = files();
            Process process = new ProcessBuilder(
                            "/bin/bash",
                            "-c",
                            "ulimit -f 256; exec \"$0\" \"$@\"",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:-UsePerfData",
                            "-XX:TieredStopAtLevel=1",
                            // SQLite's library is unpacked to a file that is larger than the limit.
                            "-Dorg.sqlite.lib.path=" + library(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Tries.class.getName(),
                            database.uri().toString(),
                            place.path().toString())
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            assertThat(out.lines().filter(line -> line.startsWith("failed: ")))
                    .as(out)
                    .hasSize(TRIES);
            assertThat(files()).isEqualTo(before);
            try (Backups backups = new Backups(place, database.uri(), Optional.empty(), InstantSource.system())) {
                assertThat(backups.increment(Duration.ofDays(1)).parts()).isEqualTo(1);
            }
            assertThat(new Verification(Optional.empty(), InstantSource.system())
                            .verify(place.last().orElseThrow())
                            .summary()
                            .rows())
                    .containsEntry("rules", 3000L);
        }
    }

    @Test
    void aWriteThatFailsLeavesNoFile() {
        assertThatThrownBy(() -> DurableFiles.writeCompressed(directory.resolve("backups"), out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("No space left");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anIncrementWhoseManifestCantBeWrittenLeavesNoData() throws IOException {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
        BackupDirectory place = new BackupDirectory(directory.resolve("backups"));
        try (Database database = TestDatabases.create(Kind.SQLITE, directory);
                Backups backups = new Backups(place, database.uri(), Optional.empty(), clock)) {
            Chain chain = backups.snapshot().chain();
            database.write(sql -> sql.execute("DELETE FROM rules"));
            database.write(sql -> sql.execute(
                    "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES ('p', 'c', 1)"));
            Path manifest = chain.parts().resolve("000001-2026-01-01T00-00-00.001Z.json");
            Files.createDirectories(manifest.resolve("in the way"));
            assertThatThrownBy(() -> backups.increment(Duration.ofDays(1))).isInstanceOf(BackupException.class);
            try (Stream<Path> files = Files.list(chain.parts())) {
                assertThat(files).containsExactly(manifest);
            }
            Files.delete(manifest.resolve("in the way"));
            Files.delete(manifest);
            assertThat(backups.increment(Duration.ofDays(1)).parts()).isEqualTo(1);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("backups"))) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    /** Unpacks SQLite's library beforehand. */
    private Path library() throws IOException {
        String os = "/org/sqlite/native/" + org.sqlite.util.OSInfo.getNativeLibFolderPathForCurrentOS();
        Path target = Files.createDirectories(directory.resolve("library"));
        String name = System.mapLibraryName("sqlitejdbc");
        try (var in = org.sqlite.SQLiteDataSource.class.getResourceAsStream(os + "/" + name)) {
            assumeTrue(in != null, "no library of SQLite for this system");
            Files.copy(in, target.resolve(name));
        }
        return target;
    }
}
