// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
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
        RestoreOutcome outcome = inUse.run();
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

    /** The clock shows some seconds twice: nothing of either pass may be lost without a word. */
    @Test
    void aClockThatStepsBackLosesNothing() throws IOException {
        Instant step;
        try (Backups backups = backups()) {
            backups.snapshot();
            for (int i = 0; i < 10; i++) {
                write();
                backups.increment(DAY);
            }
            step = clock.instant();
            clock.advance(Duration.ofSeconds(-7));
            for (int i = 0; i < 4; i++) {
                write();
                backups.increment(DAY);
            }
        }
        // Committed in the second pass of the same seconds.
        Restore restore = Restore.plan(
                place,
                Optional.of(clock.instant()),
                new DatabaseUri.Sqlite(directory.resolve("stepped.db")),
                false,
                clock);
        assertThat(restore.warnings()).anyMatch(warning -> warning.contains("the clock was set back"));
        restore.run();
        assertThat(products(directory.resolve("stepped.db"))).isEqualTo(firstProducts(14));
        assertThat(restored(Optional.of(clock.instant().minusSeconds(1)))).isEqualTo(firstProducts(13));
        // Nothing is known about the rest of these seconds: they come once more.
        assertThat(place.last().orElseThrow().completeUntil()).isBefore(step);
        assertThat(Drill.seconds(place, RandomGenerator.getDefault(), 100))
                .doesNotContain(clock.instant(), clock.instant().minusSeconds(1));
    }

    @Test
    void theNewestChainIsThatOfTheLastSnapshotThoughTheClockStepsBack() throws IOException {
        try (Backups backups = backups()) {
            write();
            backups.snapshot();
        }
        clock.advance(Duration.ofHours(-2));
        try (Backups backups = backups()) {
            write();
            backups.snapshot();
            write();
            backups.increment(DAY);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(3));
        assertThat(restored(Optional.of(clock.instant()))).isEqualTo(firstProducts(3));
        try (Backups backups = backups()) {
            write();
            backups.increment(DAY);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(4));
    }

    /** An object store that is late, or a backup that was killed before it copied what was new. */
    @Test
    void aReleaseRevisionThatCameLateIsCopiedThoughNothingElseChanges() throws IOException {
        Path history = Files.createDirectories(directory.resolve("history"));
        try (Backups backups = new Backups(place, database.uri(), Optional.of(history), clock)) {
            backups.snapshot();
        }
        Files.writeString(history.resolve("late.json"), "{}");
        try (Backups backups = new Backups(place, database.uri(), Optional.of(history), clock)) {
            assertThat(backups.increment(DAY).parts()).isZero();
        }
        assertThat(place.history().resolve("late.json")).hasContent("{}");
    }

    @Test
    void changesBetweenTwoPollsAreToldToBeMissing() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            Instant second = write();
            clock.advance(Duration.ofSeconds(5));
            write();
            backups.increment(DAY);
            Restore restore = Restore.plan(
                    place, Optional.of(second), new DatabaseUri.Sqlite(directory.resolve("between.db")), false, clock);
            assertThat(restore.completeUntil()).isBefore(second);
            assertThat(restore.warnings()).anyMatch(warning -> warning.contains("may be missing"));
        }
    }

    @Test
    void theAuditLogProvesWhatWasRestored() {
        try (Backups backups = backups()) {
            backups.snapshot();
            database.write(sql -> {
                AuditChain.append(
                        sql,
                        "ada@example.com",
                        1,
                        List.of(new AuditRecord(AuditAction.IMPORT, null, null, null, null, null, null, null)));
                return sql;
            });
            backups.increment(DAY);
            AuditHead head = database.read(AuditChain::head);
            Verification verification = new Verification(Optional.empty(), clock);
            Verification.Result result = verification.verify(place.last().orElseThrow());
            assertThat(result.audit().orElseThrow().head().toString()).isEqualTo(head.toString());
            clock.advance(Duration.ofSeconds(1));
            database.write(sql ->
                    sql.execute("UPDATE balrog_audit_log SET changed_by = 'mallory' WHERE id = " + head.sequence()));
            backups.increment(DAY);
            assertThatThrownBy(() -> verification.verify(place.last().orElseThrow()))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("is broken");
        }
    }

    @Test
    void aDatabaseThatSomethingElseRestoredIsProved() throws SQLException {
        write();
        Drill drill = new Drill(database.uri(), clock);
        Path copy = directory.resolve("copy.db");
        Path file = ((DatabaseUri.Sqlite) database.uri()).file();
        try (Connection connection = SqliteDatabases.open(file)) {
            SqliteDatabases.copy(connection, file, copy);
        }
        Drill.Proof proof = drill.proveRestored(new DatabaseUri.Sqlite(copy), Instant.now());
        assertThat(proof.audit().orElseThrow().head().sequence()).isPositive();
        try (Database changed = new Database(new DatabaseUri.Sqlite(copy), DatabaseOptions.forWriting())) {
            changed.write(sql -> sql.execute("INSERT INTO rules_history (change_id, changed_by, timestamp, rule_id)"
                    + " VALUES (1, 'mallory', 1, 1)"));
        }
        assertThatThrownBy(() -> drill.proveRestored(new DatabaseUri.Sqlite(copy), Instant.now()))
                .hasMessageContaining("changes that were made later");
    }

    @Test
    void drillsChooseSecondsAroundTheBoundariesOfFiles() {
        clock.advance(Duration.ofDays(1));
        Instant first = clock.instant();
        Instant boundary;
        try (Backups backups = backups()) {
            backups.snapshot();
            clock.advance(Duration.ofHours(5));
            boundary = write();
            backups.increment(DAY);
            clock.advance(Duration.ofHours(5));
            backups.increment(DAY);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(Drill.seconds(place, RandomGenerator.getDefault(), 3))
                    .hasSizeLessThanOrEqualTo(3)
                    .filteredOn(second -> Stream.of(first, boundary)
                            .anyMatch(
                                    time -> Duration.between(time, second).abs().toSeconds() <= 1))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }
}
