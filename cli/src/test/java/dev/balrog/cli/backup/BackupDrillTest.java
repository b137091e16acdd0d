// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.backup;

import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.OperatorGrant;
import dev.balrog.change.Transaction;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.cli.BalrogProcess;
import dev.balrog.cli.KillableAdmin;
import dev.balrog.cli.Run;
import dev.balrog.core.change.Permission;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.MariaDbPrograms;
import dev.balrog.store.MariaDbServer;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.TestDatabases.Kind;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.RevisionOutbox;
import dev.balrog.store.schema.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The drill: changes are made while {@code balrog backup --continuous} runs, and is killed in between; then each second
 * between two changes is restored, and the histories prove that exactly the changes until then are there.
 */
@Tag("slow")
class BackupDrillTest {
    private static final String ADA = "ada@example.com";
    private static final Pattern SNAPSHOT = Pattern.compile("(?m)^(Snapshot) of ");
    private static final Pattern CHANGES = Pattern.compile("(?m)^Changes until (\\S+),");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Change> made = new ArrayList<>();

    /**
     * A change that was made.
     *
     * @param second in which
     * @param state of all tables after it
     */
    private record Change(Instant second, ObjectNode state) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private DatabaseUri place(Kind kind) throws IOException {
        if (kind == Kind.SQLITE) {
            return new DatabaseUri.Sqlite(directory.resolve("balrog.db"));
        }
        MariaDbPrograms.assumeInstalled("mariadb-binlog", "mariadb-client");
        MariaDbServer server = MariaDbServer.startWith(List.of("--log-bin=mariadb-bin", "--server-id=1"));
        server.execute("CREATE DATABASE balrog");
        return MariaDbServer.uri(server.port(), "balrog");
    }

    private ChangeEngine engine(Database database) {
        HistoryBuckets buckets = new HistoryBuckets(
                new DirectoryObjectStore(history().resolve("releases")),
                new DirectoryObjectStore(history().resolve("nightly")));
        RevisionOutbox queue = closing(
                new RevisionOutbox(database, buckets, HistoryOptions.defaults(), new NoListener(), Clock.systemUTC()));
        DomainAllowlist nowhere =
                DomainAllowlist.of((ObjectNode) JsonMapper.shared().readTree("{}"));
        return new ChangeEngine(database, queue, GovernanceSettings.of(nowhere, Set.of()), Clock.systemUTC());
    }

    private Path history() {
        return directory.resolve("history");
    }

    private BalrogProcess backup(DatabaseUri uri) throws IOException {
        return closing(BalrogProcess.start(
                directory,
                Map.of("DBURI", KillableAdmin.text(uri), "METRICS_PORT", "0"),
                "backup",
                "--to",
                backups(),
                "--continuous",
                "--every",
                "1s",
                "--history",
                history().toString()));
    }

    private String backups() {
        return directory.resolve("backups").toString();
    }

    private static Instant second() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static void awaitSecondAfter(Instant second) {
        while (!second().isAfter(second)) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Makes a change in a second of its own. */
    private void change(Database database, ChangeEngine engine, Consumer<Transaction> what) {
        awaitSecondAfter(second());
        // An insertion's first history row is stamped a millisecond before it, which must be in the same second.
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        engine.write(ADA, transaction -> {
            what.accept(transaction);
            return ADA;
        });
        Instant second = second();
        made.add(new Change(second, TestDatabases.state(database)));
        awaitSecondAfter(second);
    }

    /** Waits until the backup has looked at the database after the last change. */
    private void awaitBackup(BalrogProcess... backups) throws IOException {
        Instant change = made.getLast().second();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            for (BalrogProcess backup : backups) {
                Matcher matcher = CHANGES.matcher(backup.out());
                while (matcher.find()) {
                    if (Instant.parse(matcher.group(1)).isAfter(change)) {
                        return;
                    }
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        BalrogProcess last = backups[backups.length - 1];
        throw new AssertionError("no backup of the change of " + change + ": " + last.out() + last.err());
    }

    private static Row rule(String channel) {
        return Row.of(PRODUCT, "Firefox")
                .with(CHANNEL, channel)
                .with(RULES.PRIORITY, 0)
                .with(RULES.BACKGROUNDRATE, 100)
                .with(RULES.UPDATE_TYPE, "minor");
    }

    private static Row shutoff(String channel) {
        return Row.of(PRODUCT, "Firefox").with(CHANNEL, channel);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void provesThatEachSecondCanBeRestored(Kind kind) throws IOException, InterruptedException {
        DatabaseUri uri = place(kind);
        Database database = closing(new Database(uri, DatabaseOptions.forWriting()));
        new Schema(database).upgrade();
        new OperatorGrant(ADA, Permission.ADMIN, Set.of(), Set.of(), Set.of())
                .apply(database, "test", Clock.systemUTC());
        ChangeEngine engine = engine(database);

        BalrogProcess first = backup(uri);
        first.await(SNAPSHOT);
        change(database, engine, to -> to.insert(Entity.RULES, rule("nightly")));
        awaitBackup(first);
        change(
                database,
                engine,
                to -> to.update(Entity.RULES, Row.of(RULES.RULE_ID, 1), Row.of(RULES.COMMENT, "it's"), 1));
        awaitBackup(first);
        change(database, engine, to -> to.insert(Entity.EMERGENCY_SHUTOFFS, shutoff("nightly")));
        first.kill();

        BalrogProcess second = backup(uri);
        awaitBackup(first, second);
        change(database, engine, to -> to.delete(Entity.EMERGENCY_SHUTOFFS, shutoff("nightly"), 1));
        awaitBackup(second);
        change(database, engine, to -> {
            to.insert(Entity.RULES, rule("beta"));
            to.insert(Entity.RULES, rule("release"));
        });
        awaitBackup(second);
        assertThat(second.terminate()).isZero();
        assertThat(second.err()).isEmpty();
        change(database, engine, to -> to.delete(Entity.RULES, Row.of(RULES.RULE_ID, 3), 1));
        addLast(kind, uri, database);

        for (int i = 0; i < made.size(); i++) {
            // The last second before the next change.
            Instant chosen = i + 1 < made.size() ? made.get(i + 1).second().minusSeconds(1) : second();
            prove(chosen, restored(uri, chosen, i), made.get(i));
            Run drill = Run.with(
                    Map.of("DBURI", KillableAdmin.text(uri)),
                    "backup",
                    "drill",
                    "--from",
                    backups(),
                    "--to",
                    chosen.toString());
            assertThat(drill.err()).isEmpty();
            assertThat(drill.out()).contains("Verified: ");
        }
        Run verified = Run.with(Map.of("DBURI", KillableAdmin.text(uri)), "backup", "verify", "--from", backups());
        assertThat(verified.err()).isEmpty();
        assertThat(verified.out()).contains("is sound").contains("2 rules");
    }

    /** Adds revisions while no backup runs: from a server, by the files of its binary log alone. */
    private void addLast(Kind kind, DatabaseUri uri, Database database) {
        String how = kind == Kind.SQLITE
                ? "--increment"
                : "--binary-log=" + binaryLog(database).getParent();
        Run added = Run.with(
                Map.of("DBURI", KillableAdmin.text(uri)), "backup", "--to=" + backups(), "--history=" + history(), how);
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).startsWith("Changes until ");
    }

    private static Path binaryLog(Database database) {
        String path = database.read(
                sql -> sql.fetchSingle("SELECT @@log_bin_basename").get(0, String.class));
        return Path.of(path);
    }

    private ObjectNode restored(DatabaseUri uri, Instant chosen, int number) {
        DatabaseUri target = switch (uri) {
            case DatabaseUri.Sqlite _ -> new DatabaseUri.Sqlite(directory.resolve("restored" + number + ".db"));
            case DatabaseUri.MySql mysql -> MariaDbServer.uri(mysql.port(), "restored" + number);
        };
        Run run = Run.balrog(
                "restore", "--from", backups(), "--to", chosen.toString(), "--into", KillableAdmin.text(target));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Last change in its histories: 2");
        try (Database restored = new Database(target, DatabaseOptions.forReading())) {
            return TestDatabases.state(restored);
        }
    }

    /** The histories hold each change until the end of the second, and none after it; the rest belongs to them. */
    private void prove(Instant chosen, ObjectNode restored, Change last) {
        long end = chosen.plusSeconds(1).toEpochMilli();
        ObjectNode all = made.getLast().state();
        all.propertyNames().stream()
                .filter(table -> table.endsWith("_history"))
                .forEach(table -> assertThat(rows(restored, table, _ -> true))
                        .as("%s at %s", table, chosen)
                        .isEqualTo(rows(all, table, row -> row.get("timestamp").asLong() < end)));
        assertThat(restored).as("all tables at %s", chosen).isEqualTo(last.state());
    }

    private static List<JsonNode> rows(ObjectNode state, String table, Predicate<JsonNode> wanted) {
        return ((ArrayNode) state.get(table)).valueStream().filter(wanted).toList();
    }

    private record NoListener() implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }
}
