// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private Database database;
    private BackupDirectory place;
    private int written;

    @BeforeEach
    void make() {
        database = TestDatabases.create(Kind.SQLITE, directory);
        place = new BackupDirectory(directory.resolve("backups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Backups backups() {
        return new Backups(place, database.uri(), Optional.empty(), clock);
    }

    /** Writes one more row, a second after the last thing that happened. */
    private Instant write() {
        clock.advance(Duration.ofSeconds(1));
        String product = "product" + ++written;
        database.write(sql -> sql.execute(
                "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES (?, 'release', 1)", product));
        return clock.instant();
    }

    private List<String> restored(Optional<Instant> second) throws IOException {
        Path file = Files.createTempDirectory(directory, "restored").resolve("restored.db");
        Restore.plan(place, second, new DatabaseUri.Sqlite(file), false, clock).run();
        return products(file);
    }

    private static List<String> products(Path file) {
        return SqliteDatabases.readAlone(
                file,
                sql -> sql.fetch("SELECT product FROM emergency_shutoffs ORDER BY length(product), product")
                        .getValues(0, String.class));
    }

    private static List<String> firstProducts(int count) {
        return Stream.iterate(1, n -> n + 1)
                .limit(count)
                .map(n -> "product" + n)
                .toList();
    }

    @Test
    void restoresASnapshot() throws IOException {
        write();
        try (Backups backups = backups()) {
            Chain chain = backups.snapshot().chain();
            assertThat(chain.snapshot().rows()).containsEntry("emergency_shutoffs", 1L);
            assertThat(chain.snapshot().schemaVersion()).isNotNull();
        }
        write();
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(1));
    }

    @Test
    void restoresToEachSecondThatWasLookedAt() throws IOException {
        try (Backups backups = backups()) {
            backups.increment(DAY);
            for (int i = 0; i < 5; i++) {
                write();
                assertThat(backups.increment(DAY).parts()).isEqualTo(1);
            }
            assertThat(backups.increment(DAY).parts()).isZero();
        }
        Instant last = clock.instant();
        for (int i = 0; i <= 5; i++) {
            assertThat(restored(Optional.of(last.minusSeconds(5 - i)))).isEqualTo(firstProducts(i));
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(5));
    }

    @Test
    void keepsOnlyWhatChanged() throws IOException {
        database.write(sql -> sql.execute("INSERT INTO rules (rule_id, update_type, data_version, comment)"
                + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                + " SELECT i, 'minor', 1, hex(randomblob(100)) FROM n"));
        try (Backups backups = backups()) {
            Chain chain = backups.snapshot().chain();
            write();
            Chain after = backups.increment(DAY).chain();
            assertThat(after.increments()).hasSize(1);
            assertThat(after.increments().getFirst().file().size())
                    .isLessThan(chain.snapshot().file().size() / 20);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(1));
    }

    @Test
    void goesOnAfterAnotherProcessStopped() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            backups.increment(DAY);
        }
        write();
        Chain chain = place.last().orElseThrow();
        // What a process leaves that is killed while it writes.
        Files.writeString(chain.parts().resolve("000002-2026.pages.gz"), "unfinished");
        Files.writeString(place.path().resolve(".unfinished-1"), "unfinished");
        try (Backups backups = backups()) {
            assertThat(backups.increment(DAY).chain().increments()).hasSize(2);
        }
        assertThat(Files.exists(place.path().resolve(".unfinished-1"))).isFalse();
        assertThat(Files.exists(chain.parts().resolve("000002-2026.pages.gz"))).isFalse();
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(2));
    }

    @Test
    void prunesOnlyWhatNothingIsRestoredFrom() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            for (int day = 1; day <= 4; day++) {
                clock.advance(DAY);
                write();
                backups.increment(Duration.ofHours(12));
            }
            assertThat(backups.prune(Duration.ofDays(2))).hasSize(2);
            assertThat(place.chains()).hasSize(3);
            Instant oldest = clock.instant().minus(Duration.ofDays(2));
            assertThat(restored(Optional.of(oldest))).isEqualTo(firstProducts(2));
            clock.advance(Duration.ofSeconds(1));
            assertThat(backups.prune(Duration.ZERO)).hasSize(2);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(4));
    }

    @Test
    void refusesWhatIsOlderThanAllBackups() {
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        assertThatThrownBy(() -> restored(Optional.of(clock.instant().minusSeconds(1))))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("nothing before that can be restored");
    }

    @Test
    void refusesADamagedPart() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            backups.increment(DAY);
        }
        Chain chain = place.last().orElseThrow();
        Path part = chain.parts().resolve(chain.increments().getFirst().file().name());
        byte[] content = Files.readAllBytes(part);
        content[content.length / 2] ^= 1;
        Files.write(part, content);
        assertThatThrownBy(() -> restored(Optional.empty()))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void overwritesOnlyWhenForcedAndKeepsWhatWasThere() throws IOException {
        write();
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        write();
        DatabaseUri uri = database.uri();
        assertThatThrownBy(() -> Restore.plan(place, Optional.empty(), uri, false, clock))
                .hasMessageContaining("--force");
        Restore inUse = Restore.plan(place, Optional.empty(), uri, true, clock);
        assertThatThrownBy(inUse::run).hasMessageContaining("is in use");
        database.close();
        Restore.Outcome outcome = inUse.run();
        assertThat(outcome.summary().rows()).containsEntry("emergency_shutoffs", 1L);
        assertThat(outcome.notes()).anyMatch(note -> note.contains("before-restore"));
        Path file = ((DatabaseUri.Sqlite) uri).file();
        assertThat(products(file)).isEqualTo(firstProducts(1));
        try (Stream<Path> files = Files.list(directory)) {
            Path kept = files.filter(path -> path.toString().matches(".*before-restore-[^/]*Z"))
                    .findFirst()
                    .orElseThrow();
            assertThat(products(kept)).isEqualTo(firstProducts(2));
        }
    }

    @Test
    void copiesTheHistoryOfReleases() throws IOException {
        Path history = Files.createDirectories(directory.resolve("history/releases/Firefox"));
        Files.writeString(history.resolve("1.json"), "{}");
        Files.writeString(history.resolve("%tmp-2"), "unfinished");
        try (Backups backups = new Backups(place, database.uri(), Optional.of(directory.resolve("history")), clock)) {
            backups.snapshot();
        }
        Path file = Files.createDirectories(directory.resolve("elsewhere")).resolve("restored.db");
        Restore.plan(place, Optional.empty(), new DatabaseUri.Sqlite(file), false, clock)
                .run();
        Path copy = file.resolveSibling("restored.db.history").resolve("releases/Firefox");
        assertThat(copy.resolve("1.json")).hasContent("{}");
        assertThat(copy.resolve("%tmp-2")).doesNotExist();
    }

    @Test
    void letsOnlyOneWrite() {
        try (Backups _ = backups()) {
            assertThatThrownBy(this::backups)
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("Another balrog backup");
        }
    }
}
