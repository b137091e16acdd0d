// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.core.fixture.TestScale;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.schema.Schema;
import dev.balrog.store.schema.SchemaStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Upgrades that are killed in the midst of it, and run again. */
@Tag("slow")
class KilledUpgradeTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anUpgradeThatWasKilledIsFinishedByTheNextOne(Kind kind) throws Exception {
        Set<String> complete;
        JsonNode empty;
        try (Database database = TestDatabases.create(kind, directory)) {
            complete = tables(database);
            empty = TestDatabases.state(database);
        }
        Map<Integer, Integer> leftBehind = new TreeMap<>();
        for (int enough : tablesBeforeKills(kind)) {
            DatabaseUri uri = TestDatabases.uri(kind, directory);
            String text = KillableAdmin.text(uri);
            try (BalrogProcess upgrade = BalrogProcess.start(directory, Map.of("DBURI", text), "db", "upgrade");
                    Database database = new Database(uri, DatabaseOptions.forWriting())) {
                awaitTables(upgrade, uri, enough);
                upgrade.kill();
                leftBehind.put(enough, tables(database).size());
                SchemaStatus status = new Schema(database).status();
                assertThat(status).isInstanceOfAny(SchemaStatus.Behind.class, SchemaStatus.UpToDate.class);

                Run again = Run.balrog("db", "upgrade", "--database", text);
                assertThat(again.exitCode()).as(again.err()).isZero();
                assertThat(new Schema(database).status()).isEqualTo(new SchemaStatus.UpToDate());
                assertThat(tables(database)).isEqualTo(complete);
                assertThat(TestDatabases.state(database)).isEqualTo(empty);
                assertThat(Run.balrog("user", "grant", "ada@example.com", "admin", "--database", text)
                                .exitCode())
                        .isZero();
            }
        }
        assertThat(leftBehind.values())
                .as("tables that were made before each kill")
                .anyMatch(tables -> tables < complete.size());
    }

    private static int[] tablesBeforeKills(Kind kind) {
        if (kind == Kind.SQLITE) {
            return TestScale.isNightly() ? new int[] {1, 10, 40} : new int[] {10};
        }
        return TestScale.isNightly() ? new int[] {2, 6, 20, 36, 48, 65} : new int[] {6, 36};
    }

    /** Waits until others can see so many tables, or all there will be. */
    private static void awaitTables(BalrogProcess upgrade, DatabaseUri uri, int enough) {
        try (Database watched = new Database(uri, DatabaseOptions.forReading())) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            boolean enoughTables = false;
            while (!enoughTables && upgrade.isAlive()) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                try {
                    enoughTables = tables(watched).size() >= enough;
                } catch (StoreException tooEarly) {
                    // There is no such file yet.
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static Set<String> tables(Database database) {
        String query = database.uri() instanceof DatabaseUri.Sqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";
        return database.read(sql -> new TreeSet<>(sql.fetch(query).getValues(0, String.class)));
    }
}
