// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static dev.balrog.store.jooq.Tables.BALROG_HISTORY_QUEUE;

import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.row.Entity;
import dev.balrog.core.release.DomainAllowlist;
import dev.balrog.store.Database;
import dev.balrog.store.TestDatabases;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.RevisionOutbox;
import dev.balrog.store.jooq.DefaultSchema;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A change engine on a database, with the history of releases in a directory. */
public final class EngineOn implements AutoCloseable {
    static final DomainAllowlist ALLOWLIST = DomainAllowlist.of(json("{}"));

    private final Database database;
    private final RevisionOutbox queue;
    private final ChangeEngine engine;
    private final AtomicReference<InstantSource> clock = new AtomicReference<>(InstantSource.system());

    /** Takes the database over: it is closed with this. */
    public EngineOn(Database database, Path history) {
        this(database, history, Set.of());
    }

    /** The same, where some users are programs. */
    public EngineOn(Database database, Path history, Set<String> systemAccounts) {
        this(database, history, GovernanceSettings.of(ALLOWLIST, systemAccounts));
    }

    /** The same with other settings. */
    public EngineOn(
            Database database, Path history, Set<String> systemAccounts, UnaryOperator<GovernanceSettings> settings) {
        this(database, history, settings.apply(GovernanceSettings.of(ALLOWLIST, systemAccounts)));
    }

    public EngineOn(Database database, Path history, GovernanceSettings settings) {
        HistoryBuckets buckets = new HistoryBuckets(
                new DirectoryObjectStore(history.resolve("releases")),
                new DirectoryObjectStore(history.resolve("nightly")));
        this.database = database;
        this.queue =
                new RevisionOutbox(database, buckets, HistoryOptions.defaults(), new NoListener(), Clock.systemUTC());
        this.engine =
                new ChangeEngine(database, queue, settings, () -> clock.get().instant());
    }

    /** Stops the engine's clock at a time, in milliseconds since 1970. */
    public void at(long millis) {
        clock.set(InstantSource.fixed(Instant.ofEpochMilli(millis)));
    }

    /** Lets the engine's clock tell the time again. */
    public void atPresent() {
        clock.set(InstantSource.system());
    }

    public ChangeEngine engine() {
        return engine;
    }

    public Database database() {
        return database;
    }

    RevisionOutbox queue() {
        return queue;
    }

    /** The rows of all tables, and how many revisions are queued. */
    public ObjectNode state() {
        ObjectNode state = TestDatabases.state(database);
        database.read(sql -> {
            DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
                    .filter(table -> table.getName()
                                    .startsWith(Entity.USER_ROLES
                                            .scheduled()
                                            .changes()
                                            .getName())
                            || table.getName().startsWith(Entity.EXPECTATIONS.tableName())
                            || table.getName().startsWith(BALROG_CHANGE_COMMENTS.getName())
                            || table.getName().startsWith("balrog_change_set"))
                    .forEach(table -> state.put(
                            table.getName(), sql.selectFrom(table).fetch().formatCSV()));
            return state;
        });
        return state.put("queued", database.<Integer>read(sql -> sql.fetchCount(BALROG_HISTORY_QUEUE)));
    }

    /** An object; quotes may be single ones. */
    public static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Override
    public void close() {
        queue.close();
        database.close();
    }

    private record NoListener() implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }
}
