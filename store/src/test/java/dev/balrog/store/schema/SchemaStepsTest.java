// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.job.Job;
import dev.balrog.store.job.JobRun;
import dev.balrog.store.job.JobRuns;
import dev.balrog.store.migration.MigrationKind;
import dev.balrog.store.migration.Migrations;
import dev.balrog.store.notification.NotificationQueue;
import dev.balrog.store.schema.SchemaPlan.Order;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans, upgrades of one version at a time, and ways back. */
@Tag("slow")
class SchemaStepsTest {
    private static final Migrations GROWING = Migrations.in("migrations/growing");
    private static final String HISTORY_QUEUE = "V1_7__history_queue_and_change_lock.sql";

    @TempDir
    private Path directory;

    private Database open(Kind kind) {
        return new Database(TestDatabases.uri(kind, directory), DatabaseOptions.forWriting());
    }

    @ParameterizedTest
    @EnumSource
    void aPlanNamesTheOrderAndWhoWaits(Kind kind) {
        try (Database database = open(kind)) {
            Schema schema = new Schema(database, GROWING);
            SchemaPlan fresh = schema.plan();
            assertThat(fresh.order()).isEqualTo(Order.NEW_DATABASE);
            assertThat(fresh.current()).isEmpty();
            assertThat(fresh.pending()).hasSize(4);

            assertThat(schema.upgradeTo("1.7")).containsExactly("1.6 (letters)", "1.7 (note)");
            SchemaPlan split = schema.plan();
            assertThat(split.current()).isEqualTo("1.7");
            assertThat(split.order()).isEqualTo(Order.SPLIT);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(schema::upgrade)
                    .withMessageContaining("upgrade in steps, with --to");
            assertThat(schema.plan()).isEqualTo(split);

            schema.upgradeTo("1.8");
            fill(database, SchemaPlanner.LARGE);
            SchemaPlan destructive = schema.plan();
            assertThat(destructive.order()).isEqualTo(Order.PUBLIC_FIRST);
            assertThat(destructive.pending()).hasSize(1);
            SchemaPlan.Migration drop = destructive.pending().getFirst();
            assertThat(drop.kind()).isEqualTo(MigrationKind.DESTRUCTIVE);
            assertThat(drop.statements()).singleElement().satisfies(statement -> {
                assertThat(statement.sql()).isEqualTo("ALTER TABLE letters DROP COLUMN place");
                assertThat(statement.rows()).isEqualTo(SchemaPlanner.LARGE);
                assertThat(statement.blocksWriters()).isEqualTo(kind == Kind.SQLITE);
                assertThat(statement.why()).contains(kind == Kind.SQLITE ? "rewrites" : "INPLACE");
            });
            // The new version does without what is going to be taken away.
            assertThat(schema.status().readable()).isTrue();
            assertThat(schema.status().changeable()).isTrue();

            assertThat(schema.upgrade()).containsExactly("2.0 (drop)");
            assertThat(schema.plan().order()).isEqualTo(Order.NOTHING_TO_DO);
        }
    }

    private static void fill(Database database, long rows) {
        database.write(sql -> sql.execute("INSERT INTO letters (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                + " SELECT i + 1 FROM n WHERE i < 1000) SELECT 'x' FROM n a, n b WHERE b.i <= " + rows / 1000));
    }

    @ParameterizedTest
    @EnumSource
    void anAdditiveUpgradeKeepsTheVersionBeforeWorking(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            insertFuture(database, "1.99");
            Schema before = new Schema(database);
            assertThat(before.status()).isEqualTo(new SchemaStatus.Ahead(List.of("1.99 (future)")));
            before.requireReadable();
            before.requireUpToDate();
            assertThat(before.upgrade()).isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> before.downgradeTo("1.6"))
                    .withMessageContaining("only the version that upgraded it can undo that");
        }
        try (Database database = TestDatabases.create(kind, directory)) {
            insertFuture(database, "2.0");
            assertThat(new Schema(database).status()).isInstanceOf(SchemaStatus.TooNew.class);
        }
    }

    private static void insertFuture(Database database, String version) {
        database.write(sql -> sql.execute("INSERT INTO flyway_schema_history SELECT 99, '" + version
                + "', 'future', type, 'V99__future.sql', 1, installed_by, installed_on, 1, 1 FROM"
                + " flyway_schema_history WHERE installed_rank = 1"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAddedAndNotUsedIsTakenBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            Schema schema = new Schema(database);
            assertThat(schema.downgradeTo("1.6"))
                    .isEqualTo(OwnMigrations.files().reversed());
            assertThat(schema.status()).isEqualTo(new SchemaStatus.Behind(OwnMigrations.described(), true, false));
            assertThat(schema.downgradeTo("1.6")).isEmpty();
            assertThat(schema.upgrade()).isEqualTo(OwnMigrations.described());
            schema.requireUpToDate();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsOfJobsNotificationsAndTheMarkOfTheEnvironmentPreventNoWayBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            JobRuns.record(database, Job.CLEANUP, new JobRun(1, 2, Map.of("deleted", 3L)));
            EnvironmentMark.set(database, EnvironmentMark.STAGE, Optional.empty());
            new NotificationQueue(database).createCollector(0, "", 1);
            database.write(
                    sql -> sql.execute("INSERT INTO balrog_notification_queue (id, event_id, event, payload, created)"
                            + " VALUES (1, 'a', 'overdue', '{}', 1)"));
            Schema schema = new Schema(database);
            assertThat(schema.downgradeTo("1.11"))
                    .containsExactly(
                            "V1_16__change_sets.sql",
                            "V1_15__notifications.sql",
                            "V1_14__change_comments.sql",
                            "V1_13__expectations.sql",
                            "V1_12__jobs_and_environment.sql");
            schema.upgrade();
            assertThat(JobRuns.last(database)).isEmpty();
            assertThat(database.<Optional<String>>read(EnvironmentMark::of)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExpectationPreventsTheWayBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> sql.execute("INSERT INTO balrog_expectations VALUES ('b', '[]', '{}', 1)"));
            Schema schema = new Schema(database);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.12"))
                    .withMessageContaining("would lose 1 row of the table balrog_expectations.");
            database.write(sql -> sql.execute("DELETE FROM balrog_expectations"));
            assertThat(schema.downgradeTo("1.12")).last().isEqualTo("V1_13__expectations.sql");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCommentPreventsTheWayBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> sql.execute("INSERT INTO balrog_change_comments VALUES"
                    + " ('rules', 1, 1, 1, 'ada', 1, 'Why?', 0, NULL, NULL, 1)"));
            Schema schema = new Schema(database);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.13"))
                    .withMessageContaining("would lose 1 row of the table balrog_change_comments.");
            database.write(sql -> sql.execute("DELETE FROM balrog_change_comments"));
            assertThat(schema.downgradeTo("1.13")).last().isEqualTo("V1_14__change_comments.sql");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeSetPreventsTheWayBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> sql.execute(
                    "INSERT INTO balrog_change_sets VALUES (1, 'open', 'ada', '', '[]', 1, NULL, NULL, 1)"));
            Schema schema = new Schema(database);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.15"))
                    .withMessageContaining("would lose 1 row of the table balrog_change_sets.");
            database.write(sql -> sql.execute("DELETE FROM balrog_change_sets"));
            assertThat(schema.downgradeTo("1.15")).containsExactly("V1_16__change_sets.sql");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithRowsIsNotTakenBack(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            database.write(sql -> sql.insertInto(BALROG_HISTORY_QUEUE)
                    .set(BALROG_HISTORY_QUEUE.BUCKET, "nightly")
                    .set(BALROG_HISTORY_QUEUE.OBJECT_NAME, "a/1-2-3.json")
                    .set(BALROG_HISTORY_QUEUE.CONTENT, "{}")
                    .set(BALROG_HISTORY_QUEUE.CREATED, 1L)
                    .set(BALROG_HISTORY_QUEUE.ATTEMPTS, 0)
                    .execute());
            Schema schema = new Schema(database);
            schema.downgradeTo("1.7");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.6"))
                    .withMessageEndingWith("undoing " + HISTORY_QUEUE
                            + " would lose 1 row of the table balrog_history_queue. Nothing was changed");
            // What came after it lost nothing and is undone.
            schema.upgrade();
            schema.requireUpToDate();
            assertThat(database.<Integer>read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE)))
                    .isEqualTo(1);
            // The deletion that came before the refusal is undone as well.
            database.writeExclusively(sql ->
                    assertThat(sql.fetch("SELECT id FROM balrog_change_lock")).hasSize(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aColumnWithValuesIsNotTakenBack(Kind kind) {
        try (Database database = open(kind)) {
            Schema schema = new Schema(database, GROWING);
            schema.upgradeTo("1.8");
            for (String change : List.of("note = 'x'", "stamp = 8")) {
                database.write(sql -> sql.execute("DELETE FROM letters"));
                database.write(sql -> sql.execute("INSERT INTO letters (name) VALUES ('a')"));
                database.write(sql -> sql.execute("UPDATE letters SET " + change));
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> schema.downgradeTo("1.6"))
                        .withMessageContaining("would lose 1 row with a value in the column letters."
                                + change.substring(0, change.indexOf(' ')));
            }
            database.write(sql -> sql.execute("UPDATE letters SET note = NULL, stamp = 7"));
            assertThat(schema.downgradeTo("1.6")).endsWith("V1_7__note.sql");
            assertThat(database.<Integer>read(sql ->
                            sql.fetch("SELECT * FROM letters").fieldsRow().size()))
                    .isEqualTo(3);
            schema.upgradeTo("1.8");
            schema.upgradeTo("2.0");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.6"))
                    .withMessageContaining("V2_0__drop.sql can't be undone, since it is destructive");
            assertThat(schema.status()).isEqualTo(new SchemaStatus.UpToDate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCanNotBeUndoneIsRefusedClearly(Kind kind) {
        try (Database database = TestDatabases.create(kind, directory)) {
            Schema schema = new Schema(database);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.5"))
                    .withMessageContaining("can't be undone");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> schema.downgradeTo("1.77"))
                    .withMessageContaining("There is no migration 1.77; there are 1.1,");
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsThatUpgradeAtOnceDoItOnce(Kind kind) throws Exception {
        DatabaseUri uri = TestDatabases.uri(kind, directory);
        int many = 6;
        CyclicBarrier start = new CyclicBarrier(many);
        Callable<List<String>> upgrade = () -> {
            try (Database database = new Database(uri, DatabaseOptions.forUpgrading())) {
                start.await();
                return new Schema(database).upgrade();
            }
        };
        List<String> applied = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                results.add(threads.submit(upgrade));
            }
            for (Future<List<String>> result : results) {
                applied.addAll(result.get());
            }
        }
        assertThat(applied).hasSize(6 + OwnMigrations.files().size()).doesNotHaveDuplicates();
    }
}
