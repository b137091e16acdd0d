// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.DOCKERFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.TestDatabases.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class DatabaseTest {
    private static final DatabaseOptions SHORT_TIMEOUTS =
            new DatabaseOptions(true, 2, Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ZERO);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void writesAreRolledBackWhenTheWorkFails(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> database.write(sql -> {
                        sql.insertInto(DOCKERFLOW).set(DOCKERFLOW.WATCHDOG, 1).execute();
                        throw new IllegalStateException("no");
                    }));
            database.write(sql ->
                    sql.insertInto(DOCKERFLOW).set(DOCKERFLOW.WATCHDOG, 2).execute());
            assertThat(database.<Integer>read(sql -> sql.fetchSingle(DOCKERFLOW).get(DOCKERFLOW.WATCHDOG)))
                    .isEqualTo(2);
        }
    }

    /** More than there are connections. */
    @ParameterizedTest
    @EnumSource
    void writersThatWaitForTheLockDoNotBlockReaders(Kind kind) throws Exception {
        int writers = 2 * DatabaseOptions.forWriting().maxConnections();
        try (Database database = TestDatabases.create(kind, directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                running.add(threads.submit(() -> database.writeExclusively(sql -> {
                    writing.countDown();
                    await(enough);
                    return addOne(sql);
                })));
            }
            await(writing);

            assertThat(database.<Boolean>read(sql -> sql.fetchExists(DOCKERFLOW)))
                    .isFalse();

            enough.countDown();
            List<Integer> seen = new ArrayList<>();
            for (Future<Integer> writer : running) {
                seen.add(writer.get(30, TimeUnit.SECONDS));
            }
            assertThat(seen)
                    .as("each sees what the one before has left")
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, writers).boxed().toList());
        }
    }

    private static int addOne(DSLContext sql) {
        int before = sql.fetchCount(DOCKERFLOW);
        sql.insertInto(DOCKERFLOW).set(DOCKERFLOW.WATCHDOG, before).execute();
        return before;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitingTooLongForTheWriteLockIsReported(Kind kind) {
        try (Database creating = TestDatabases.create(kind, directory);
                Database database = new Database(
                        creating.uri(),
                        new DatabaseOptions(
                                false, 2, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(10)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch writing = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            threads.execute(() -> database.writeExclusively(sql -> {
                writing.countDown();
                await(enough);
                return addOne(sql);
            }));
            await(writing);
            assertThatExceptionOfType(BusyException.class)
                    .isThrownBy(() -> database.writeExclusively(DatabaseTest::addOne))
                    .withMessageStartingWith("Other changes held the write lock");
            enough.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadSeesAConsistentSnapshot(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory);
                Database reader = new Database(database.uri(), DatabaseOptions.forReading())) {
            int seen = reader.read(sql -> {
                int before = sql.fetchCount(DOCKERFLOW);
                database.write(other ->
                        other.insertInto(DOCKERFLOW).set(DOCKERFLOW.WATCHDOG, 1).execute());
                assertThat(sql.fetchCount(DOCKERFLOW)).isEqualTo(before);
                return before;
            });
            assertThat(seen).isZero();
            assertThat(reader.<Integer>read(sql -> sql.fetchCount(DOCKERFLOW))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadDuringAnUpgradeIsRepeatedAfterATableWasCreated(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            AtomicBoolean created = new AtomicBoolean();
            int rows = database.<Integer>readDuringUpgrade(sql -> {
                if (created.compareAndSet(false, true)) {
                    database.write(other -> other.execute("CREATE TABLE further (id INTEGER PRIMARY KEY)"));
                }
                return sql.fetchCount(DSL.table("further"));
            });
            assertThat(rows).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadOnlyDatabaseIsNotWritten(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory);
                Database reader = new Database(database.uri(), DatabaseOptions.forReading())) {
            reader.ping();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> reader.read(sql -> sql.insertInto(DOCKERFLOW)
                            .set(DOCKERFLOW.WATCHDOG, 1)
                            .execute()))
                    .withMessageMatching("(?i).*(read ?only|read-only).*");
        }
    }

    @Test
    void aServerThatIsDownIsOnlyNoticedInUse() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        DatabaseUri uri = DatabaseUri.parse("mysql://u:secret@127.0.0.1:" + port + "/balrog");
        try (Database database = new Database(uri, SHORT_TIMEOUTS)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(database::ping)
                    .withMessageStartingWith("Can't connect to mysql://u:***@127.0.0.1:" + port + "/balrog: ")
                    .withMessageNotContainingAny("secret", "\n");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.read(sql -> sql.fetchCount(DOCKERFLOW)))
                    .withMessageStartingWith("Can't connect to mysql://u:***@127.0.0.1:" + port + "/balrog: ");
        }
    }

    @Test
    void aWrongPasswordIsNotShown() {
        DatabaseUri.MySql uri = (DatabaseUri.MySql) TestDatabases.uri(Kind.MARIADB, directory);
        DatabaseUri wrong = new DatabaseUri.MySql(uri.host(), uri.port(), uri.name(), uri.user(), "secret", uri.tls());
        try (Database database = new Database(wrong, SHORT_TIMEOUTS)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(database::ping)
                    .withMessageStartingWith("Can't connect to mysql://balrog:***@127.0.0.1:")
                    .withMessageContaining("denied")
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path missing = directory.resolve("missing");
        try (Database database =
                new Database(new DatabaseUri.Sqlite(missing.resolve("balrog.db")), DatabaseOptions.forWriting())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(database::ping)
                    .withMessage("The directory " + missing + " for the database file does not exist");
        }
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("balrog.db");
        try (Database database = new Database(new DatabaseUri.Sqlite(missing), DatabaseOptions.forReading())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.read(sql -> sql.fetchCount(DOCKERFLOW)))
                    .withMessage("The database file " + missing + " does not exist");
            assertThat(missing).doesNotExist();
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("balrog.db"), "This is a letter, and rather a long one.");
        try (Database database = new Database(new DatabaseUri.Sqlite(file), SHORT_TIMEOUTS)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(database::ping)
                    .withMessageContaining(file.toString())
                    .withMessageContaining("not a database");
        }
    }
}
