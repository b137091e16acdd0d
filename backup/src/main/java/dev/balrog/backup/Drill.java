// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Restores a chosen second into a temporary database, and compares the histories there with those of the database that
 * was backed up: they have to hold exactly the changes until then.
 */
public final class Drill {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BackupDirectory place;
    private final DatabaseUri live;
    private final InstantSource clock;

    /**
     * Makes a drill.
     *
     * @param live the database that was backed up, which is only read
     */
    public Drill(BackupDirectory place, DatabaseUri live, InstantSource clock) {
        this.place = place;
        this.live = live;
        this.clock = clock;
    }

    /**
     * What was proved.
     *
     * @param complete until when each change was found in the restored database; no later than the end of the second
     * @param changes how many there are in its histories
     */
    public record Proof(Instant complete, long changes) {}

    /**
     * Proves that a second can be restored.
     *
     * @throws BackupException when it can't, or when a change is missing, or too many, or different
     */
    public Proof prove(Instant second) {
        Instant end = second.truncatedTo(ChronoUnit.SECONDS).plus(SECOND);
        Chain chain = place.chainBefore(end).upTo(end);
        Instant complete = complete(chain, end);
        Map<String, List<Record>> expected = live(sql -> histories(sql, end));
        Map<String, List<Record>> found = restored(chain, end);
        if (!expected.keySet().equals(found.keySet())) {
            throw new BackupException("The restored database has other histories than " + live + ": " + found.keySet());
        }
        long changes = 0;
        for (var entry : found.entrySet()) {
            compare(entry.getKey(), entry.getValue(), expected.getOrDefault(entry.getKey(), List.of()), complete);
            changes += entry.getValue().size();
        }
        return new Proof(complete, changes);
    }

    /** A SQLite database is restored as it was when it was looked at, which may be before the end of the second. */
    private static Instant complete(Chain chain, Instant end) {
        return switch (chain.snapshot().content()) {
            case Snapshot.SqliteFile _ ->
                chain.increments().isEmpty()
                        ? chain.snapshot().from()
                        : chain.increments().getLast().from();
            case Snapshot.SqlDump _ -> end;
        };
    }

    private static void compare(String history, List<Record> found, List<Record> expected, Instant complete) {
        if (found.size() > expected.size() || !found.equals(expected.subList(0, found.size()))) {
            throw new BackupException("The table " + history
                    + " of the restored database has changes that were not made" + " until then");
        }
        if (found.size() < expected.size()) {
            Instant missing = time(expected.get(found.size()));
            // The time of a change is that at which it began, and so is a little before it was committed.
            if (missing.isBefore(complete.minus(SECOND))) {
                throw new BackupException(
                        "The table " + history + " of the restored database lacks the change of " + missing);
            }
        }
    }

    private static Instant time(Record change) {
        return Instant.ofEpochMilli(change.get("timestamp", Long.class));
    }

    /** The changes before a time, in the order in which they were made. */
    private static Map<String, List<Record>> histories(DSLContext sql, Instant end) {
        Map<String, List<Record>> histories = new TreeMap<>();
        for (String history : Facts.histories(sql)) {
            histories.put(
                    history,
                    List.copyOf(sql.select()
                            .from(table(name(history)))
                            .where(field(name("timestamp"), Long.class).lt(end.toEpochMilli()))
                            .orderBy(field(name("change_id")))
                            .fetch()));
        }
        return histories;
    }

    private <T> T live(Function<DSLContext, T> look) {
        return switch (live) {
            case DatabaseUri.Sqlite sqlite -> {
                try (Connection connection = SqliteCopy.open(sqlite.file())) {
                    yield look.apply(DSL.using(connection, SQLDialect.SQLITE));
                } catch (SQLException e) {
                    throw SqliteCopy.failure(sqlite.file(), e);
                }
            }
            case DatabaseUri.MySql mysql -> {
                try (ServerState state = new ServerState(mysql)) {
                    yield state.read(look);
                }
            }
        };
    }

    /** All changes of the restored database, also those that should not be there. */
    private Map<String, List<Record>> restored(Chain chain, Instant end) {
        try {
            Path directory = Files.createTempDirectory("balrog-drill-");
            try (Scratch scratch = Scratch.of(chain, Optional.of(live), directory, clock)) {
                return scratch.restore(chain, end, sql -> histories(sql, Instant.ofEpochMilli(Long.MAX_VALUE)));
            } finally {
                DurableFiles.deleteTree(directory);
            }
        } catch (IOException e) {
            throw new BackupException("The backup " + chain.directory() + " can't be restored: " + e, e);
        }
    }
}
