// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balrog.store.schema.Schema;
import dev.balrog.store.schema.SchemaStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that are dropped, servers that are restarted or become read-only, and transactions in each other's way. */
@Tag("slow")
class ServerFailureTest {
    private static final DatabaseOptions LONG_TIMEOUTS =
            new DatabaseOptions(false, 4, Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(30));

    private static final Map<String, MariaDbServer> SERVERS = new HashMap<>();
    private static int number;

    static Stream<MariaDbPrograms> servers() {
        return Boolean.getBoolean("balrog.nightly") ? MariaDbPrograms.all().stream() : Stream.of(MariaDbPrograms.any());
    }

    /** One for each kind, since these tests change and restart it. */
    private static MariaDbServer server(MariaDbPrograms programs) throws IOException {
        MariaDbServer known = SERVERS.get(programs.toString());
        if (known != null) {
            return known;
        }
        MariaDbServer server = MariaDbServer.startWith(programs, List.of());
        SERVERS.put(programs.toString(), server);
        return server;
    }

    /** Opens a new database as a user without privileges on the server itself, like those of the apps. */
    private static Database open(MariaDbServer server) {
        String name = "failing" + ++number;
        server.execute(
                "CREATE DATABASE " + name,
                "CREATE OR REPLACE USER app IDENTIFIED BY 'x'",
                "GRANT ALL ON " + name + ".* TO app");
        Database database =
                new Database(DatabaseUri.parse("mysql://app:x@127.0.0.1:" + server.port() + "/" + name), LONG_TIMEOUTS);
        new Schema(database).upgrade();
        return database;
    }

    private static void insert(Database database) {
        database.write(ServerFailureTest::insert);
    }

    private static int insert(DSLContext sql) {
        return sql.insertInto(RULES, RULES.UPDATE_TYPE, RULES.DATA_VERSION)
                .values("minor", 1)
                .execute();
    }

    private static int count(Database database) {
        return database.read(sql -> sql.fetchCount(RULES));
    }

    private static UnavailableException unavailable(Supplier<?> work) {
        UnavailableException failure = catchThrowableOfType(UnavailableException.class, work::get);
        assertThat(failure).isNotNull();
        return failure;
    }

    /** Ends all connections of the user of {@link #open}, as a proxy or an operator does. */
    private static void kill(MariaDbServer server) {
        server.execute("KILL USER app");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsAndWritesOnANewConnectionAfterOneWasKilled(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            insert(database);
            // At once: the pool does not validate a connection that was just used.
            kill(server);
            assertThat(count(database)).isEqualTo(1);
            kill(server);
            insert(database);
            assertThat(count(database)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsAndWritesAfterTheServerClosedIdleConnections(MariaDbPrograms programs) throws Exception {
        MariaDbServer server = server(programs);
        server.execute("SET GLOBAL wait_timeout = 1");
        try (Database database = open(server);
                ChangeDetector detector = new ChangeDetector(database)) {
            insert(database);
            detector.fingerprint();
            TimeUnit.MILLISECONDS.sleep(2_500);
            assertThat(detector.fingerprint().sameAs(null)).isFalse();
            assertThat(count(database)).isEqualTo(1);
            TimeUnit.MILLISECONDS.sleep(2_500);
            insert(database);
        } finally {
            server.execute("SET GLOBAL wait_timeout = 28800");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsAndWritesAfterARestartOfTheServer(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server);
                ChangeDetector detector = new ChangeDetector(database)) {
            insert(database);
            detector.fingerprint();
            server.stop();
            server.start(List.of());
            detector.fingerprint();
            assertThat(count(database)).isEqualTo(1);
            insert(database);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isUnavailableWhileTheServerIsDown(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            insert(database);
            server.stop();
            assertThat(unavailable(() -> count(database)).isOutcomeKnown()).isTrue();
            assertThat(unavailable(() -> database.write(ServerFailureTest::insert))
                            .isOutcomeKnown())
                    .isTrue();
            server.start(List.of());
            assertThat(count(database)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void changesNothingWhenTheConnectionIsLostInATransaction(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            assertThat(unavailable(() -> database.write(sql -> {
                                insert(sql);
                                kill(server);
                                return insert(sql);
                            }))
                            .isOutcomeKnown())
                    .isTrue();
            assertThat(count(database)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void doesNotClaimToKnowTheOutcomeOfACommitThatWasCutOff(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            assertThat(unavailable(() -> database.write(sql -> {
                                insert(sql);
                                kill(server);
                                return 0;
                            }))
                            .isOutcomeKnown())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isUnavailableWhenALockIsHeldForTooLong(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        server.execute("SET GLOBAL innodb_lock_wait_timeout = 1");
        try (Database database = open(server);
                Database other = new Database(database.uri(), DatabaseOptions.forWriting())) {
            other.writeExclusively(_ -> {
                assertThat(unavailable(() -> database.writeExclusively(ServerFailureTest::insert)))
                        .hasMessageContaining("Lock wait timeout");
                return 0;
            });
            database.writeExclusively(ServerFailureTest::insert);
            assertThat(count(database)).isEqualTo(1);
        } finally {
            server.execute("SET GLOBAL innodb_lock_wait_timeout = 50");
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void isUnavailableAfterADeadlock(MariaDbPrograms programs) throws Exception {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            insert(database);
            insert(database);
            CountDownLatch bothHoldOne = new CountDownLatch(2);
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Future<Boolean> one = threads.submit(() -> updatesBoth(database, 1, 2, bothHoldOne));
                Future<Boolean> other = threads.submit(() -> updatesBoth(database, 2, 1, bothHoldOne));
                assertThat(List.of(one.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS)))
                        .containsExactlyInAnyOrder(true, false);
            }
        }
    }

    private static boolean updatesBoth(Database database, int first, int second, CountDownLatch bothHoldOne) {
        try {
            database.write(sql -> {
                update(sql, first);
                bothHoldOne.countDown();
                await(bothHoldOne);
                update(sql, second);
                return 0;
            });
            return true;
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("Deadlock");
            return false;
        }
    }

    private static void update(DSLContext sql, int rule) {
        sql.update(RULES)
                .set(RULES.COMMENT, "x" + rule)
                .where(RULES.RULE_ID.eq(rule))
                .execute();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readsButDoesNotWriteOnAServerThatBecameReadOnly(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = open(server)) {
            insert(database);
            server.execute("SET GLOBAL read_only = ON");
            assertThat(unavailable(() -> database.write(ServerFailureTest::insert))
                            .isOutcomeKnown())
                    .isTrue();
            assertThat(count(database)).isEqualTo(1);
            assertThat(new Schema(database).serverProblems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).contains("read-only"));
            server.execute("SET GLOBAL read_only = OFF");
            insert(database);
            assertThat(new Schema(database).serverProblems()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void createsItsTablesWhereEachNeedsAPrimaryKey(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        server.execute("SET GLOBAL innodb_force_primary_key = ON");
        try (Database database = open(server)) {
            assertThat(new Schema(database).status()).isEqualTo(new SchemaStatus.UpToDate());
            List<String> withoutKey =
                    database.read(sql -> sql.fetch("SELECT table_name FROM information_schema.tables t"
                                    + " WHERE table_schema = DATABASE() AND NOT EXISTS (SELECT 1 FROM"
                                    + " information_schema.table_constraints c WHERE c.table_schema = t.table_schema AND"
                                    + " c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY')")
                            .getValues(0, String.class));
            assertThat(withoutKey).isEmpty();
        } finally {
            server.execute("SET GLOBAL innodb_force_primary_key = OFF");
        }
    }

    /** Without a provider there is no cluster, but the variable is what one would have. */
    @ParameterizedTest
    @MethodSource("servers")
    void recognisesANodeOfAGaleraCluster(MariaDbPrograms programs) throws IOException {
        MariaDbServer node = MariaDbServer.startWith(programs, List.of("--wsrep-on=ON", "--binlog-format=ROW"));
        try (Database database = new Database(MariaDbServer.uri(node.port(), "mysql"), LONG_TIMEOUTS)) {
            assertThat(new Schema(database).serverProblems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).contains("Galera", "write to the same node"));
        } finally {
            node.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void doesNotRetryAUserWhoIsNotLetIn(MariaDbPrograms programs) throws IOException {
        MariaDbServer server = server(programs);
        try (Database database = new Database(
                DatabaseUri.parse("mysql://nobody:x@127.0.0.1:" + server.port() + "/mysql"), LONG_TIMEOUTS)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> count(database))
                    .isNotInstanceOf(UnavailableException.class)
                    .withMessageContaining("Access denied");
        }
    }
}
