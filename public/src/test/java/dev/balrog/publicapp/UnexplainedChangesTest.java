// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.Acknowledgement;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditRecord;
import dev.balrog.store.audit.AuditRecord.RowId;
import dev.balrog.store.audit.GovernedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that were changed by hand, and whether they are served. */
@Tag("slow")
class UnexplainedChangesTest {
    private static final String EVIL = "https://download.example.org/EVIL.mar";

    @TempDir
    private Path directory;

    private @Nullable Database database;
    private @Nullable TestApp app;

    private Database open(Kind kind) {
        DatabaseUri uri = TestApp.database(TestDatabases.uri(kind, directory), SampleState.STATE);
        Database opened = new Database(uri, DatabaseOptions.forWriting());
        database = opened;
        new Acknowledgement("tester", "what the test begins with").write(opened, 1);
        return opened;
    }

    private TestApp start(Database served, UnexplainedChanges treatment) throws IOException {
        TestApp started = TestApp.start(served.uri(), treatment, Optional.of(directory));
        app = started;
        return started;
    }

    @AfterEach
    void close() {
        if (app != null) {
            app.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private static String served(TestApp asked) throws IOException {
        try (HttpConnection connection = new HttpConnection(asked.port())) {
            return connection.get(SampleState.OFFERED_2_0).body();
        }
    }

    private static boolean isHeld(TestApp asked) {
        return asked.measurements().contains("\nbalrog_snapshot_held 1");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static void byHand(Database changed, String statement) {
        assertThat(changed.<Integer>write(sql -> sql.execute(statement))).isPositive();
    }

    private static String offering(String url) {
        return "UPDATE releases SET data = REPLACE(data, 'https://download.example.org/', '" + url + "?')";
    }

    /** Changes rules as the change engine does: with an entry in the same transaction. */
    private static void honestly(Database changed, String statement) {
        changed.writeExclusively(sql -> {
            List<AuditRecord> before = rules(sql);
            sql.execute(statement);
            List<AuditRecord> after = rules(sql);
            List<AuditRecord> changes = new ArrayList<>();
            for (int i = 0; i < after.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    changes.add(new AuditRecord(
                            AuditAction.UPDATE,
                            null,
                            after.get(i).row(),
                            after.get(i).dataVersion(),
                            before.get(i).after(),
                            after.get(i).after(),
                            null,
                            null));
                }
            }
            assertThat(changes).isNotEmpty();
            AuditChain.append(sql, "ada", 5, changes);
            return changes;
        });
    }

    private static List<AuditRecord> rules(DSLContext sql) {
        GovernedTable table = GovernedTable.of("rules").orElseThrow();
        return sql.selectFrom(RULES)
                .orderBy(RULES.RULE_ID)
                .fetch((Record row) -> new AuditRecord(
                        AuditAction.UPDATE,
                        null,
                        new RowId("rules", table.keyOf(row)),
                        row.get("data_version", Integer.class),
                        null,
                        table.digestOf(row),
                        null,
                        null));
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatWasChangedByHandIsServedUnlessHeld(Kind kind) throws Exception {
        TestApp serving = start(open(kind), UnexplainedChanges.SERVE);
        byHand(database(), offering(EVIL));
        await(() -> body(serving).contains("EVIL.mar"));
        assertThat(isHeld(serving)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseThatWasChangedByHandIsNotServedUntilItIsAcknowledged(Kind kind) throws Exception {
        TestApp holding = start(open(kind), UnexplainedChanges.HOLD);
        String good = served(holding);
        assertThat(good).contains("https://download.example.org/de/2.0.mar");
        // An honest change is served.
        honestly(database(), "UPDATE rules SET data_version = 4, comment = 'honest' WHERE rule_id = 1");
        await(() -> version(holding).equals("4"));
        assertThat(isHeld(holding)).isFalse();

        byHand(database(), offering(EVIL));
        await(() -> isHeld(holding));
        assertThat(served(holding)).isEqualTo(good);
        assertThat(holding.reported().toString()).contains("releases {\"name\"");

        // Honest changes wait as well, as long as something else is unexplained.
        honestly(database(), "UPDATE rules SET data_version = 5 WHERE rule_id = 1");
        Thread.sleep(500);
        assertThat(version(holding)).isEqualTo("4");
        assertThat(served(holding)).isEqualTo(good);

        new Acknowledgement("ada", "it was me").write(database(), 6);
        await(() -> !isHeld(holding));
        assertThat(version(holding)).isEqualTo("5");
        assertThat(served(holding)).contains("EVIL.mar");
    }

    @ParameterizedTest
    @EnumSource
    void aRuleThatWasChangedByHandStaysHeldAlsoAfterAnHonestChangeOfIt(Kind kind) throws Exception {
        TestApp holding = start(open(kind), UnexplainedChanges.HOLD);
        String good = served(holding);
        byHand(database(), "UPDATE rules SET `backgroundRate` = 0 WHERE rule_id = 1");
        honestly(database(), "UPDATE rules SET comment = 'honest' WHERE rule_id = 1");
        await(() -> isHeld(holding));
        assertThat(served(holding)).isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatWereDeletedByHandAreHeld(Kind kind) throws Exception {
        TestApp holding = start(open(kind), UnexplainedChanges.HOLD);
        String good = served(holding);
        byHand(database(), "DELETE FROM rules WHERE rule_id = 1");
        await(() -> isHeld(holding));
        assertThat(served(holding)).isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource
    void aBrokenLogHoldsEverything(Kind kind) throws Exception {
        TestApp holding = start(open(kind), UnexplainedChanges.HOLD);
        byHand(database(), "DELETE FROM balrog_audit_log WHERE id > 1");
        byHand(database(), "UPDATE rules SET data_version = 9 WHERE rule_id = 1");
        await(() -> isHeld(holding));
        assertThat(version(holding)).isEqualTo("3");
    }

    @ParameterizedTest
    @EnumSource
    void afterARestartTheSpooledSnapshotIsServedAndWithoutOneNothing(Kind kind) throws Exception {
        TestApp first = start(open(kind), UnexplainedChanges.HOLD);
        String good = served(first);
        byHand(database(), offering(EVIL));
        await(() -> isHeld(first));
        first.close();
        app = null;
        TestApp again = start(database(), UnexplainedChanges.HOLD);
        assertThat(served(again)).isEqualTo(good);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> TestApp.start(database().uri(), UnexplainedChanges.HOLD, Optional.empty()))
                .withMessageContaining("the audit log does not explain them");
    }

    private Database database() {
        return Objects.requireNonNull(database);
    }

    private static String body(TestApp asked) {
        try {
            return served(asked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(TestApp asked) {
        try (HttpConnection connection = new HttpConnection(asked.port())) {
            return String.valueOf(connection.get(SampleState.OFFERED_2_0).header("rule-data-version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
