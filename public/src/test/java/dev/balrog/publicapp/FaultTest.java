// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbServer;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong with the database does not show in the answers. */
@Tag("slow")
class FaultTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void aCommittedChangeIsServedSoon(Kind kind) throws IOException {
        DatabaseUri uri = sampleDatabase(kind);
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG)) {
            assertThat(answer(app)).contains("type=\"minor\"");

            execute(uri, "UPDATE rules SET update_type = 'major', data_version = 4 WHERE rule_id = 1");

            await(() -> answer(app).contains("type=\"major\""));

            // Counters survive the replacement, and end with the rule.
            String counter = "balrog_rule_answers_total{outcome=\"update\",product=\"Firefox\",rule=\"1\"} ";
            assertThat(app.measurements()).contains(counter).doesNotContain(counter + "1.0");
            execute(uri, "DELETE FROM rules WHERE rule_id = 1");
            await(() -> !app.measurements().contains(counter));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatWasReplacedAtTheSameVersionIsServedSoon(Kind kind) throws IOException {
        DatabaseUri uri = sampleDatabase(kind);
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG)) {
            execute(uri, "UPDATE releases SET data = REPLACE(data, '\"abc', '\"def')");

            await(() -> answer(app).contains("hashValue=\"def"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatCannotBeReadIsLeftOutAndReported(Kind kind) throws IOException {
        DatabaseUri uri = sampleDatabase(kind);
        execute(
                uri,
                "INSERT INTO releases (name, product, read_only, data, data_version) VALUES ('Firefox-gone', 'Firefox', 0,"
                        + " '{\"schema_version\": 77}', 1)");

        try (TestApp app = TestApp.start(uri, SampleState.CONFIG)) {
            assertThat(answer(app)).contains("appVersion=\"2.0\"");
            assertThat(app.reported()).singleElement().asString().contains("Firefox-gone");
        }
    }

    @ParameterizedTest
    @EnumSource
    void caseF1ASuperblobThatLosesAPartIsNoUpdateAndIsReported(Kind kind) throws IOException {
        DatabaseUri uri = sampleDatabase(kind);
        for (String part : List.of("one", "two")) {
            insertRelease(uri, part, """
                    {"name": "%1$s", "schema_version": 5000, "hashFunction": "sha512", "addons": {"%1$s": {"version": "1",
                     "platforms": {"default": {"filesize": 1, "hashValue": "%2$s", "fileUrl": "https://download.example.org/x"}}}}}""".formatted(part, SampleState.HASH));
        }
        insertRelease(uri, "set", "{\"name\": \"set\", \"schema_version\": 4000, \"blobs\": [\"one\", \"two\"]}");
        execute(
                uri,
                "INSERT INTO rules (rule_id, priority, mapping, backgroundRate, update_type, product, data_version)"
                        + " VALUES (77, 1, 'set', 100, 'minor', 'SystemAddons', 1)");
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG)) {
            assertThat(addons(app)).contains("id=\"one\"", "id=\"two\"");
            assertThat(app.measurements()).contains("balrog_incomplete_superblobs 0");

            execute(uri, "DELETE FROM releases WHERE name = 'two'");

            await(() -> !addons(app).contains("one"));
            assertThat(addons(app)).isEqualTo("<?xml version=\"1.0\"?>\n<updates>\n</updates>");
            assertThat(app.reported()).singleElement().asString().contains("set", "two");
            assertThat(app.measurements())
                    .contains("balrog_incomplete_superblobs 1")
                    .contains("outcome=\"incomplete_superblob\"");
        }
    }

    private static void insertRelease(DatabaseUri uri, String name, String data) {
        execute(
                uri,
                "INSERT INTO releases (name, product, read_only, data, data_version) VALUES ('" + name
                        + "', 'Firefox', 0, '" + data + "', 1)");
    }

    private static String addons(TestApp app) {
        try (HttpConnection connection = new HttpConnection(app.port())) {
            return connection
                    .get("/update/3/SystemAddons/66.0/1/x/en-US/t/y/default/default/update.xml")
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDatabaseThatWasStoppedIsNotMissed() throws IOException {
        MariaDbServer server = MariaDbServer.startWith(List.of());
        server.execute("CREATE DATABASE balrog");
        DatabaseUri uri = TestApp.database(MariaDbServer.uri(server.port(), "balrog"), SampleState.STATE);
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG)) {
            String before = answer(app);

            server.execute("SHUTDOWN");

            await(() -> app.measurements().matches("(?s).*balrog_snapshot_failures_total [1-9].*"));
            assertThat(answer(app)).isEqualTo(before);
            assertThat(status(app, "/__heartbeat__")).isEqualTo(502);
            assertThat(status(app, "/api/v1/rules")).isEqualTo(503);
            assertThat(status(app, "/__lbheartbeat__")).isEqualTo(200);
        }
    }

    @Test
    void aDatabaseThatHangsIsNotWaitedFor() throws IOException {
        DatabaseUri uri = sampleDatabase(Kind.MARIADB);
        try (FaultyProxy proxy = new FaultyProxy(((DatabaseUri.MySql) uri).port());
                TestApp app = TestApp.start(
                        MariaDbServer.uri(proxy.port(), ((DatabaseUri.MySql) uri).name()), SampleState.CONFIG)) {
            String before = answer(app);

            proxy.hang();

            assertThat(answer(app)).isEqualTo(before);
            execute(uri, "UPDATE rules SET update_type = 'major', data_version = 4 WHERE rule_id = 1");
            assertThat(answer(app)).isEqualTo(before);
            proxy.goOn();
            await(() -> answer(app).contains("type=\"major\""));
        }
    }

    @Test
    void theRightToReadIsEnough() throws IOException {
        MariaDbServer server = MariaDbServer.startWith(List.of());
        server.execute("CREATE DATABASE balrog");
        DatabaseUri.MySql uri =
                (DatabaseUri.MySql) TestApp.database(MariaDbServer.uri(server.port(), "balrog"), SampleState.STATE);
        server.execute("CREATE USER reader IDENTIFIED BY 'x'", "GRANT SELECT ON balrog.* TO reader");
        DatabaseUri reading = DatabaseUri.parse("mysql://reader:x@127.0.0.1:" + server.port() + "/balrog");

        try (TestApp app = TestApp.start(reading, SampleState.CONFIG)) {
            assertThat(answer(app)).contains("type=\"minor\"");
            execute(uri, "UPDATE rules SET update_type = 'major', data_version = 4 WHERE rule_id = 1");
            await(() -> answer(app).contains("type=\"major\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterARestartWithoutDatabaseTheLastSnapshotIsServed(Kind kind) throws IOException {
        DatabaseUri uri = sampleDatabase(kind);
        Optional<Path> spool = Optional.of(directory.resolve("spool"));
        String before;
        try (TestApp app = TestApp.start(uri, SampleState.CONFIG, spool)) {
            execute(uri, "UPDATE rules SET update_type = 'major', data_version = 4 WHERE rule_id = 1");
            await(() -> answer(app).contains("type=\"major\""));
            before = answer(app);
        }

        try (TestApp app = TestApp.start(gone(uri), SampleState.CONFIG, spool)) {
            assertThat(answer(app)).isEqualTo(before);
        }
    }

    @Test
    void withoutDatabaseAndWithoutSnapshotTheStartFails() {
        DatabaseUri nowhere = DatabaseUri.parse("mysql://balrog:x@127.0.0.1:1/balrog");

        assertThatThrownBy(() -> TestApp.start(nowhere, SampleState.CONFIG, Optional.of(directory)))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void aDamagedSnapshotIsNotServed() throws IOException {
        Path spool = directory.resolve("spool");
        TestApp.start(sampleDatabase(Kind.SQLITE), SampleState.CONFIG, Optional.of(spool))
                .close();
        try (var files = Files.list(spool)) {
            for (Path file : files.toList()) {
                byte[] content = Files.readAllBytes(file);
                content[content.length / 2] ^= 1;
                Files.write(file, content);
            }
        }
        DatabaseUri nowhere = DatabaseUri.parse("mysql://balrog:x@127.0.0.1:1/balrog");

        assertThatThrownBy(() -> TestApp.start(nowhere, SampleState.CONFIG, Optional.of(spool)))
                .isInstanceOf(StoreException.class);
    }

    private DatabaseUri sampleDatabase(Kind kind) {
        return TestApp.database(TestDatabases.uri(kind, directory), SampleState.STATE);
    }

    /** A place where the database could be, but is not. */
    private static DatabaseUri gone(DatabaseUri uri) throws IOException {
        return switch (uri) {
            case DatabaseUri.Sqlite(Path file) -> {
                Files.delete(file);
                yield uri;
            }
            case DatabaseUri.MySql server -> DatabaseUri.parse("mysql://balrog:x@127.0.0.1:1/" + server.name());
        };
    }

    private static void execute(DatabaseUri uri, String statement) {
        try (Database database = new Database(uri, DatabaseOptions.forWriting())) {
            assertThat(database.<Integer>write(sql -> sql.execute(statement))).isEqualTo(1);
        }
    }

    private static String answer(TestApp app) {
        try (HttpConnection connection = new HttpConnection(app.port())) {
            return connection.get(SampleState.OFFERED_2_0).body();
        } catch (IOException e) {
            throw new AssertionError("an update request was not answered", e);
        }
    }

    private static int status(TestApp app, String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(app.port())) {
            return connection.get(target).status();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("timeout is at its end").isLessThan(deadline);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
