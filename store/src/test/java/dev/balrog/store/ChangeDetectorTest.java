// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.ChangeDetector.Fingerprint;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.snapshot.SnapshotLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class ChangeDetectorTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void noticesEveryKindOfChange(Kind kind) {
        List<String> changes = List.of(
                "INSERT INTO rules (rule_id, update_type, data_version) VALUES (1, 'minor', 1)",
                "UPDATE rules SET mapping = 'other' WHERE rule_id = 1",
                "INSERT INTO releases_json VALUES ('a', 'p', 0, '{}', 1)",
                "UPDATE releases_json SET data = '{\"x\": 1}' WHERE name = 'a'",
                "INSERT INTO releases VALUES ('a', 'p', 0, '{}', 1)",
                "UPDATE releases SET data = '{\"x\": 1}' WHERE name = 'a'",
                "INSERT INTO release_assets VALUES ('a', '.p', '{}', 1)",
                "DELETE FROM release_assets",
                "INSERT INTO emergency_shutoffs VALUES ('p', 'c', NULL, 1)",
                "INSERT INTO pinnable_releases VALUES ('p', '1.', 'c', 'a', 1)");
        try (Database database = TestDatabases.create(kind, directory);
                Database reader = new Database(database.uri(), DatabaseOptions.forReading());
                ChangeDetector detector = new ChangeDetector(reader)) {
            Fingerprint last = detector.fingerprint();
            for (String change : changes) {
                database.write(sql -> sql.execute(change));
                Fingerprint now = detector.fingerprint();
                assertThat(now.sameAs(last)).as(change).isFalse();
                last = now;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesToRestAndWakesUpAgain(Kind kind) throws InterruptedException {
        try (Database database = TestDatabases.create(kind, directory);
                Database reader = new Database(database.uri(), DatabaseOptions.forReading());
                ChangeDetector detector = new ChangeDetector(reader)) {
            database.write(sql -> sql.execute("INSERT INTO releases_json VALUES ('a', 'p', 0, '{}', 1)"));
            Fingerprint atRest = atRest(detector);
            assertThat(detector.fingerprint().sameAs(atRest)).isTrue();
            database.write(sql -> sql.update(RELEASES_JSON)
                    .set(RELEASES_JSON.DATA, "{\"b\": 1}")
                    .execute());
            assertThat(detector.fingerprint().sameAs(atRest)).isFalse();
        }
    }

    /** The age of the last change, which a server tells as well, goes on growing. */
    @ParameterizedTest
    @EnumSource
    void staysAtRestForSeconds(Kind kind) throws InterruptedException {
        try (Database database = TestDatabases.create(kind, directory);
                Database reader = new Database(database.uri(), DatabaseOptions.forReading());
                ChangeDetector detector = new ChangeDetector(reader)) {
            database.write(sql -> sql.execute("INSERT INTO releases_json VALUES ('a', 'p', 0, '{}', 1)"));
            Fingerprint atRest = atRest(detector);
            TimeUnit.MILLISECONDS.sleep(2_500);
            assertThat(detector.fingerprint().sameAs(atRest)).isTrue();
        }
    }

    static Stream<MariaDbPrograms> servers() {
        return MariaDbPrograms.all().stream();
    }

    /** The server's clock is put forward for each new connection, which the fingerprint must not depend on. */
    @ParameterizedTest
    @MethodSource("servers")
    void staysAtRestForMinutesOfTheServersClock(MariaDbPrograms programs) throws IOException, InterruptedException {
        MariaDbServer server = MariaDbServer.startWith(programs, List.of());
        server.execute(
                "CREATE DATABASE clock",
                "CREATE USER reader IDENTIFIED BY 'x'",
                // init_connect is not executed for users with more privileges.
                "GRANT SELECT ON clock.* TO reader");
        DatabaseUri reading = DatabaseUri.parse("mysql://reader:x@127.0.0.1:" + server.port() + "/clock");
        try (Database database = new Database(MariaDbServer.uri(server.port(), "clock"), DatabaseOptions.forWriting());
                Database reader = new Database(reading, DatabaseOptions.forReading());
                ChangeDetector detector = new ChangeDetector(reader)) {
            new Schema(database).upgrade();
            database.write(sql -> sql.execute("INSERT INTO releases_json VALUES ('a', 'p', 0, '{}', 1)"));
            Fingerprint atRest = atRest(detector);
            for (int seconds = 30; seconds <= 1_800; seconds += 30) {
                server.execute("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + " + seconds + "'");
                try (ChangeDetector later = new ChangeDetector(reader)) {
                    assertThat(later.fingerprint().sameAs(atRest))
                            .as("after " + seconds + " s")
                            .isTrue();
                }
            }
            database.write(sql -> sql.execute("UPDATE releases_json SET data = '{\"b\": 1}'"));
            assertThat(detector.fingerprint().sameAs(atRest)).isFalse();
        }
    }

    /** As after {@code wait_timeout}, a restart of the server, or {@code KILL}. */
    @Test
    void replacesAConnectionThatTheServerHasDropped() {
        try (Database database = TestDatabases.create(Kind.MARIADB, directory);
                ChangeDetector detector = new ChangeDetector(database)) {
            detector.fingerprint();
            List<Long> connections = database.read(sql -> sql.fetch("SELECT id FROM information_schema.processlist"
                            + " WHERE db = DATABASE() AND id <> CONNECTION_ID()")
                    .map(row -> row.get(0, Long.class)));
            assertThat(connections).isNotEmpty();
            connections.forEach(id -> database.write(sql -> sql.execute("KILL " + id)));

            assertThat(detector.fingerprint().sameAs(null)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstTimeIsAChange(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory);
                ChangeDetector detector = new ChangeDetector(database)) {
            assertThat(detector.fingerprint().sameAs(null)).isFalse();
        }
    }

    @Test
    void noticesThatAnotherFileHasTakenThePlace() throws IOException {
        DatabaseUri uri;
        DatabaseUri otherUri;
        try (Database database = TestDatabases.create(Kind.SQLITE, directory);
                Database other = TestDatabases.create(Kind.SQLITE, directory)) {
            uri = database.uri();
            otherUri = other.uri();
            other.write(sql -> sql.execute("INSERT INTO rules (update_type, data_version) VALUES ('minor', 1)"));
        }
        try (Database reader = new Database(uri, DatabaseOptions.forReading());
                ChangeDetector detector = new ChangeDetector(reader)) {
            SnapshotLoader loader = new SnapshotLoader(reader, _ -> {});
            Fingerprint before = detector.fingerprint();
            assertThat(loader.load().snapshot().rules().size()).isZero();
            Files.move(file(otherUri), file(uri), StandardCopyOption.REPLACE_EXISTING);
            Fingerprint after = detector.fingerprint();
            assertThat(after.sameAs(before)).isFalse();
            assertThat(detector.fingerprint().sameAs(after)).isTrue();
            assertThat(loader.load().snapshot().rules().size()).isEqualTo(1);
        }
    }

    @Test
    void recoversFromADatabaseThatWasGone() throws IOException {
        try (Database database = TestDatabases.create(Kind.SQLITE, directory);
                ChangeDetector detector = new ChangeDetector(database)) {
            Fingerprint before = detector.fingerprint();
            Path file = file(database.uri());
            Path away = file.resolveSibling("away");
            Files.move(file, away);
            assertThatExceptionOfType(StoreException.class).isThrownBy(detector::fingerprint);
            Files.move(away, file);
            assertThat(detector.fingerprint().sameAs(before)).isFalse();
        }
    }

    private static Path file(DatabaseUri uri) {
        return ((DatabaseUri.Sqlite) uri).file();
    }

    private static Fingerprint atRest(ChangeDetector detector) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Fingerprint last = detector.fingerprint();
        while (true) {
            Fingerprint now = detector.fingerprint();
            if (now.sameAs(last)) {
                return now;
            }
            assertThat(System.nanoTime()).as("comes to rest in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            last = now;
        }
    }
}
