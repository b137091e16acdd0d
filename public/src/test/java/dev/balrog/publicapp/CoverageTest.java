// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditRecord;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the public app says that it serves, and what it serves. */
@Tag("slow")
class CoverageTest {
    private static final int CHANGES = 12;

    @TempDir
    private Path directory;

    /** Changes releases, which a server shows last: the times of its tables have seconds. */
    @ParameterizedTest
    @EnumSource
    void changesAreServedOnceTheyAreCovered(Kind kind) throws Exception {
        try (Database database = new Database(
                        TestApp.database(TestDatabases.uri(kind, directory), SampleState.STATE),
                        DatabaseOptions.forWriting());
                TestApp app = TestApp.start(database.uri(), SampleState.CONFIG);
                HttpConnection connection = new HttpConnection(app.port())) {
            long last = 0;
            for (int change = 1; change <= CHANGES; change++) {
                String file = "change-" + change + ".mar";
                Instant before = Instant.now();
                last = publish(database, file);
                Instant since = awaitCovered(app, last);
                assertThat(connection.get(SampleState.OFFERED_2_0).body())
                        .as("change %s, covered since %s", change, since)
                        .contains(file);
                assertThat(since).isBetween(before.minusMillis(1), Instant.now());
            }
            assertThat(app.status().servedSince(last + 1)).isEmpty();
        }
    }

    /** A change of what no response depends on is covered as well, though nothing is loaded. */
    @ParameterizedTest
    @EnumSource
    void entriesAboutOtherTablesAreCovered(Kind kind) throws Exception {
        try (Database database = new Database(
                        TestApp.database(TestDatabases.uri(kind, directory), SampleState.STATE),
                        DatabaseOptions.forWriting());
                TestApp app = TestApp.start(database.uri(), SampleState.CONFIG)) {
            long sequence = database.writeExclusively(sql -> {
                AuditChain.append(sql, "a@example.com", 1, List.of(entry("permissions")));
                return AuditChain.head(sql).sequence();
            });
            assertThat(app.status().servedSince(sequence + 1)).isEmpty();
            assertThat(awaitCovered(app, sequence)).isAfter(Instant.EPOCH);
        }
    }

    /** Replaces the file that the release offers, with an entry in the same transaction. */
    private static long publish(Database database, String file) {
        return database.writeExclusively(sql -> {
            String data = sql.fetchSingle("SELECT data FROM releases").get(0, String.class);
            sql.execute(
                    "UPDATE releases SET data = ?, data_version = data_version + 1",
                    data.replaceAll("[^/]*[.]mar", file));
            AuditChain.append(sql, "a@example.com", 1, List.of(entry("releases")));
            return AuditChain.head(sql).sequence();
        });
    }

    private static AuditRecord entry(String table) {
        return new AuditRecord(
                AuditAction.UPDATE, null, new RowId(table, "{}"), 1, "0".repeat(64), "1".repeat(64), null, null);
    }

    private static Instant awaitCovered(TestApp app, long sequence) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            Optional<Instant> since = app.status().servedSince(sequence);
            if (since.isPresent()) {
                return since.get();
            }
            assertThat(System.nanoTime()).as("entry %s is covered", sequence).isLessThan(deadline);
            Thread.sleep(1);
        }
    }
}
