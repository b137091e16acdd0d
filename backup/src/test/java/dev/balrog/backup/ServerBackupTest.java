// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbPrograms;
import dev.balrog.store.MariaDbServer;
import dev.balrog.store.TlsMode;
import dev.balrog.store.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real MariaDB server with a binary log, by its own programs; skipped where these are not installed. */
@Tag("slow")
class ServerBackupTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static @Nullable MariaDbServer server;
    private static int number;

    @TempDir
    private Path directory;

    private MariaDbServer running;
    private Database database;
    private BackupDirectory place;
    private int written;

    @BeforeAll
    static void start() throws IOException {
        MariaDbPrograms.assumeInstalled("mariadb-binlog", "mariadb-client");
        server = MariaDbServer.startWith(List.of("--log-bin=mariadb-bin", "--server-id=1"));
    }

    @BeforeEach
    void make() {
        MariaDbServer started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        running = started;
        String name = "balrog" + ++number;
        running.execute("CREATE DATABASE " + name);
        database = open(name);
        new Schema(database).upgrade();
        place = new BackupDirectory(directory.resolve("backups"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Database open(String name) {
        return new Database(MariaDbServer.uri(running.port(), name), DatabaseOptions.forWriting());
    }

    private Backups backups() {
        return new Backups(place, database.uri(), Optional.empty(), InstantSource.system());
    }

    /** Writes one more row, in a second of its own, and returns that second. */
    private Instant write() {
        Instant before = now();
        while (now().equals(before)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        Instant second = now();
        String product = "it's " + ++written;
        database.write(sql -> sql.execute(
                "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES (?, 'release', 1)", product));
        assertThat(now()).isEqualTo(second);
        return second;
    }

    private Instant now() {
        return database.read(sql ->
                Instant.ofEpochSecond(sql.fetchSingle("SELECT UNIX_TIMESTAMP()").get(0, Long.class)));
    }

    private List<String> restored(Optional<Instant> second) {
        String name = "restored" + ++number;
        Restore.plan(place, second, MariaDbServer.uri(running.port(), name), false, InstantSource.system())
                .run();
        return products(name);
    }

    private List<String> products(String name) {
        try (Database restored = open(name)) {
            new Schema(restored).requireUpToDate();
            return restored.read(sql -> sql.fetch("SELECT product FROM emergency_shutoffs ORDER BY product")
                    .getValues(0, String.class));
        }
    }

    private static List<String> firstProducts(int count) {
        return Stream.iterate(1, n -> n + 1).limit(count).map(n -> "it's " + n).toList();
    }

    @Test
    void restoresToEachSecond() {
        Instant[] seconds = new Instant[6];
        try (Backups backups = backups()) {
            Backups.Step step = backups.snapshot();
            // The default of MariaDB is MIXED.
            assertThat(step.notes()).singleElement().asString().contains("binlog_format = ROW");
            assertThat(step.chain().snapshot().rows()).containsEntry("emergency_shutoffs", 0L);
            for (int i = 1; i <= 5; i++) {
                seconds[i] = write();
                if (i % 2 == 0) {
                    running.execute("FLUSH BINARY LOGS");
                    backups.increment(DAY);
                }
            }
            assertThat(backups.increment(DAY).parts()).isEqualTo(1);
            assertThat(backups.increment(DAY).parts()).isZero();
        }
        for (int i = 2; i <= 5; i++) {
            assertThat(restored(Optional.of(seconds[i].minusSeconds(1)))).isEqualTo(firstProducts(i - 1));
        }
        assertThat(restored(Optional.of(seconds[3]))).isEqualTo(firstProducts(3));
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(5));
    }

    @Test
    void undoesWhatSomebodyDeleted() {
        Instant last;
        try (Backups backups = backups()) {
            backups.snapshot();
            last = write();
            write();
            running.execute("DROP DATABASE balrog" + number);
            // The very same name, which is gone.
            backups.increment(DAY);
        }
        Restore.plan(place, Optional.of(last), database.uri(), false, InstantSource.system())
                .run();
        assertThat(products(((DatabaseUri.MySql) database.uri()).name())).isEqualTo(firstProducts(1));
    }

    @Test
    void doesNotTouchTheDatabaseThatStatementsName() {
        String name = ((DatabaseUri.MySql) database.uri()).name();
        try (Backups backups = backups()) {
            backups.snapshot();
            database.write(sql -> sql.execute("INSERT INTO `" + name
                    + "`.`emergency_shutoffs` (product, channel, data_version) VALUES ('`" + name
                    + "`.x', 'release', 1)"));
            backups.increment(DAY);
        }
        assertThat(restored(Optional.empty())).containsExactly("`" + name + "`.x");
        assertThat(products(name)).hasSize(1);
    }

    @Test
    void endsOneChainWhereTheNextBegins() {
        Instant between;
        try (Backups backups = backups()) {
            backups.snapshot();
            between = write();
            write();
            backups.snapshot();
        }
        assertThat(place.chains()).hasSize(2);
        assertThat(restored(Optional.of(between))).isEqualTo(firstProducts(1));
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(2));
    }

    @Test
    void beginsAnewWhenTheServerLostItsLog() {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            running.execute("RESET MASTER");
            Backups.Step step = backups.increment(DAY);
            assertThat(step.snapshot()).isTrue();
            assertThat(step.gap()).contains("no longer has the binary log");
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(1));
    }

    @Test
    void addsTheLogThatOutlivedTheServer() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            backups.increment(DAY);
        }
        write();
        running.execute("FLUSH BINARY LOGS");
        Instant third = write();
        write();
        Path files = copyOfLog();
        shorten(files.resolve(lastLog()), 1);
        try (Backups backups = backups()) {
            assertThat(backups.addSurviving(files).parts()).isEqualTo(2);
            assertThat(backups.addSurviving(files).parts()).isZero();
        }
        // The events before the start of the part are no step back of the clock.
        assertThat(place.last().orElseThrow().increments())
                .extracting(increment -> ((Increment.BinaryLog) increment.content()).clockStep())
                .containsOnlyNulls();
        // The fourth was not committed: the last byte of that is missing.
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(3));
        assertThat(restored(Optional.of(third.minusSeconds(1)))).isEqualTo(firstProducts(2));
    }

    @Test
    void addsNoLogThatDoesNotGoOnWhereTheBackupEnds() throws IOException {
        try (Backups backups = backups()) {
            assertThatThrownBy(() -> backups.addSurviving(directory)).hasMessageContaining("There is no backup");
            backups.snapshot();
            write();
            assertThatThrownBy(() -> backups.addSurviving(directory)).hasMessageContaining("there is no file");
            Path files = copyOfLog();
            shorten(files.resolve(lastLog()), Files.size(files.resolve(lastLog())) - BinaryLogEvents.FIRST_EVENT);
            assertThatThrownBy(() -> backups.addSurviving(files)).hasMessageContaining("has no event at");
            assertThat(backups.increment(DAY).parts()).isEqualTo(1);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(1));
    }

    private Path binaryLog() {
        String base = database.read(
                sql -> sql.fetchSingle("SELECT @@log_bin_basename").get(0, String.class));
        return Path.of(base);
    }

    private Path copyOfLog() throws IOException {
        String base = binaryLog().toString();
        Path copy = Files.createDirectories(directory.resolve("log"));
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(base).getParent()))) {
            for (Path file :
                    files.filter(each -> each.toString().startsWith(base + ".")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private String lastLog() {
        return database.read(sql -> sql.fetchSingle("SHOW MASTER STATUS").get(0, String.class));
    }

    private static void shorten(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    @Test
    void verifies() {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            backups.increment(DAY);
        }
        Verification.Result result = new Verification(Optional.of(database.uri()), InstantSource.system())
                .verify(place.chains().getFirst());
        assertThat(result.counted()).isTrue();
        assertThat(result.summary().rows()).containsEntry("emergency_shutoffs", 1L);
        List<String> left =
                database.read(sql -> sql.fetch("SHOW DATABASES LIKE '%verify%'").getValues(0, String.class));
        assertThat(left).isEmpty();
    }

    @Test
    void overwritesOnlyWhenForced() {
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        write();
        assertThatThrownBy(() -> Restore.plan(place, Optional.empty(), database.uri(), false, InstantSource.system()))
                .hasMessageContaining("--force");
        Restore.plan(place, Optional.empty(), database.uri(), true, InstantSource.system())
                .run();
        assertThat(products(((DatabaseUri.MySql) database.uri()).name())).isEmpty();
    }

    @Test
    void needsNoOtherRightsThanThoseThatAreDocumented() {
        DatabaseUri.MySql uri = (DatabaseUri.MySql) database.uri();
        running.execute(
                "CREATE OR REPLACE USER 'keeper'@'%' IDENTIFIED BY 'pass \\\\ \" word'",
                "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES ON " + uri.name() + ".* TO 'keeper'@'%'",
                "GRANT RELOAD, BINLOG MONITOR, REPLICATION SLAVE ON *.* TO 'keeper'@'%'");
        DatabaseUri keeper = new DatabaseUri.MySql(
                uri.host(), uri.port(), uri.name(), "keeper", "pass \\ \" word", TlsMode.PREFERRED);
        try (Backups backups = new Backups(place, keeper, Optional.empty(), InstantSource.system())) {
            backups.snapshot();
            write();
            assertThat(backups.increment(DAY).parts()).isEqualTo(1);
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(1));
    }

    @Test
    void saysWhatAServerWithoutALogCanNotDo() throws IOException {
        MariaDbServer without = MariaDbServer.startWith(List.of());
        without.execute("CREATE DATABASE plain");
        DatabaseUri uri = MariaDbServer.uri(without.port(), "plain");
        try (Database plain = new Database(uri, DatabaseOptions.forWriting())) {
            new Schema(plain).upgrade();
        }
        try (Backups backups = new Backups(place, uri, Optional.empty(), InstantSource.system())) {
            backups.snapshot();
            assertThatThrownBy(() -> backups.increment(DAY))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("set log_bin");
        }
    }

    @Test
    void aSecondIsRestoredFromAllFilesOfOneRun() {
        Instant[] seconds = new Instant[4];
        try (Backups backups = backups()) {
            backups.snapshot();
            for (int i = 1; i <= 3; i++) {
                seconds[i] = write();
                running.execute("FLUSH BINARY LOGS");
            }
            assertThat(backups.increment(DAY).parts()).isGreaterThanOrEqualTo(3);
        }
        assertThat(restored(Optional.of(seconds[2]))).isEqualTo(firstProducts(2));
    }

    @Test
    void aSecondIsRestoredFromAllFilesOfALostServer() throws IOException {
        Instant[] seconds = new Instant[4];
        try (Backups backups = backups()) {
            backups.snapshot();
            for (int i = 1; i <= 3; i++) {
                seconds[i] = write();
                running.execute("FLUSH BINARY LOGS");
            }
            backups.addSurviving(copyOfLog());
        }
        assertThat(restored(Optional.of(seconds[3]))).isEqualTo(firstProducts(3));
    }

    @Test
    void aRunThatStoppedBetweenTwoFilesIsNotComplete() throws IOException {
        Instant second;
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            running.execute("FLUSH BINARY LOGS");
            second = write();
            Chain before = place.last().orElseThrow();
            byte[] watched = Files.exists(before.directory().resolve("watched.json"))
                    ? Files.readAllBytes(before.directory().resolve("watched.json"))
                    : new byte[0];
            Chain after = backups.increment(DAY).chain();
            assertThat(after.increments()).hasSize(2);
            // What a process leaves that is killed then.
            Increment last = after.increments().getLast();
            Path data = after.parts().resolve(last.file().name());
            Files.delete(data);
            Files.delete(data.resolveSibling(last.file().name().replace(".binlog.gz", ".json")));
            if (watched.length == 0) {
                Files.delete(after.directory().resolve("watched.json"));
            } else {
                Files.write(after.directory().resolve("watched.json"), watched);
            }
        }
        Restore restore = Restore.plan(
                place,
                Optional.of(second),
                MariaDbServer.uri(running.port(), "restored" + ++number),
                false,
                InstantSource.system());
        assertThat(restore.completeUntil()).isBefore(second);
        assertThat(restore.warnings()).anyMatch(warning -> warning.contains("may be missing"));
        try (Backups backups = backups()) {
            assertThat(backups.increment(DAY).parts()).isEqualTo(1);
        }
        assertThat(restored(Optional.of(second))).isEqualTo(firstProducts(2));
    }

    @Test
    void aChainOfAnEarlierVersionIsRestoredWhole() throws IOException {
        Instant second;
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            running.execute("FLUSH BINARY LOGS");
            second = write();
            backups.increment(DAY);
        }
        Chain chain = place.last().orElseThrow();
        // Earlier versions wrote the time of the run into each of its parts, and no time since when.
        Instant run = Instant.now().plusSeconds(60);
        try (Stream<Path> files = Files.list(chain.parts())) {
            for (Path manifest :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                Files.writeString(
                        manifest,
                        Files.readString(manifest)
                                .replaceAll("\"since\" : \"[^\"]*\",", "")
                                .replaceAll("\"from\" : \"[^\"]*\"", "\"from\" : \"" + run + "\""));
            }
        }
        Files.delete(chain.directory().resolve("watched.json"));
        assertThat(restored(Optional.of(second))).isEqualTo(firstProducts(2));
        // Nothing more than its last event proves until when it is complete.
        assertThat(place.last().orElseThrow().completeUntil()).isBeforeOrEqualTo(second.plusSeconds(2));
    }

    @Test
    void anEventThatAKilledServerLeftTornIsSkipped() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
            write();
            Path torn = binaryLog().resolveSibling(lastLog());
            running.execute("FLUSH BINARY LOGS");
            write();
            shorten(torn, 3);
            assertThat(backups.increment(DAY).parts()).isEqualTo(2);
            assertThat(backups.increment(DAY).parts()).isZero();
        }
        assertThat(restored(Optional.empty())).isEqualTo(firstProducts(2));
    }

    @Test
    void aDamagedBackupReplacesNothing() throws IOException {
        write();
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        Chain chain = place.last().orElseThrow();
        shorten(chain.directory().resolve(chain.snapshot().file().name()), 5);
        Restore restore = Restore.plan(place, Optional.empty(), database.uri(), true, InstantSource.system());
        assertThatThrownBy(restore::run).hasMessageContaining("is damaged");
        assertThat(products(((DatabaseUri.MySql) database.uri()).name())).isEqualTo(firstProducts(1));
    }

    @Test
    void aRestoreThatFailsLeavesNoIncompleteDatabase() throws IOException {
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        Chain chain = place.last().orElseThrow();
        StoredFile old = chain.snapshot().file();
        StoredFile broken = DurableFiles.writeCompressed(
                chain.directory().resolve(old.name()),
                out -> out.write("CREATE TABLE half (id INTEGER);\nNONSENSE;\n".getBytes(StandardCharsets.UTF_8)));
        Path manifest = chain.directory().resolve(Chain.MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(old.sha256(), broken.sha256())
                        .replace("\"size\" : " + old.size(), "\"size\" : " + broken.size()));
        String name = "restored" + ++number;
        Restore restore = Restore.plan(
                place, Optional.empty(), MariaDbServer.uri(running.port(), name), false, InstantSource.system());
        assertThatThrownBy(restore::run).hasMessageContaining("nothing was restored");
        List<String> left = database.read(
                sql -> sql.fetch("SHOW DATABASES LIKE '" + name + "'").getValues(0, String.class));
        assertThat(left).isEmpty();
    }

    @Test
    void theSandboxLineOfNewDumpsIsLeftOut() throws IOException {
        for (String line :
                List.of("/*M!999999\\- enable the sandbox mode */ ", "/*!999999\\- enable the sandbox mode */")) {
            assertThat(withoutSandboxLine(line + "\nCREATE TABLE t (i INT);\n")).isEqualTo("CREATE TABLE t (i INT);\n");
        }
        for (String dump :
                List.of("", "-- MySQL dump 10.13\nSELECT 1;\n", "x".repeat(1000) + "\n", "/*M!999999\\- other */\n")) {
            assertThat(withoutSandboxLine(dump)).isEqualTo(dump);
        }
        try (Backups backups = backups()) {
            backups.snapshot();
        }
        Chain chain = place.last().orElseThrow();
        try (InputStream dump = ServerDatabaseLoader.withoutSandboxLine(DurableFiles.openCompressed(
                chain.directory().resolve(chain.snapshot().file().name())))) {
            assertThat(new String(dump.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("--")
                    .doesNotContain("sandbox");
        }
    }

    private static String withoutSandboxLine(String dump) throws IOException {
        return new String(
                ServerDatabaseLoader.withoutSandboxLine(new ByteArrayInputStream(dump.getBytes(StandardCharsets.UTF_8)))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
    }

    /** Commits whose times go back, as after a step of the server's clock. */
    @Test
    void aStepBackOfTheServersClockIsTold() {
        String name = ((DatabaseUri.MySql) database.uri()).name();
        Instant now = now();
        try (Backups backups = backups()) {
            backups.snapshot();
            running.execute(
                    "USE " + name,
                    "SET TIMESTAMP = " + (now.getEpochSecond() + 100),
                    "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES ('a', 'x', 1)");
            running.execute(
                    "USE " + name,
                    "SET TIMESTAMP = " + (now.getEpochSecond() + 10),
                    "INSERT INTO emergency_shutoffs (product, channel, data_version) VALUES ('b', 'x', 1)");
            backups.increment(DAY);
        }
        DatabaseUri target = MariaDbServer.uri(running.port(), "restored" + ++number);
        Restore restore = Restore.plan(place, Optional.of(now.plusSeconds(50)), target, false, InstantSource.system());
        assertThat(restore.warnings()).anyMatch(warning -> warning.contains("the clock was set back"));
        assertThat(restored(Optional.empty())).containsExactly("a", "b");
        assertThatThrownBy(() -> new Drill(database.uri(), InstantSource.system()).prove(place, now.plusSeconds(50)))
                .hasMessageContaining("ambiguous");
    }
}
