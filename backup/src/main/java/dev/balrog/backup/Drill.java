// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Restore drill: restores a second into a temporary database, and compares its history tables and audit log with those of
 * the database that was backed up. They have to hold exactly the changes until then.
 */
public final class Drill {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final DatabaseUri live;
    private final InstantSource clock;

    /**
     * Creates a drill.
     *
     * @param live the database that was backed up, which is only read
     */
    public Drill(DatabaseUri live, InstantSource clock) {
        this.live = live;
        this.clock = clock;
    }

    /**
     * Result of a drill.
     *
     * @param complete every change that was committed before this time was found in the restored database; no later than
     *     the end of the second
     * @param changes number of entries of its history tables
     * @param audit verification of its audit log, whose head is in that of the live database; empty when it has none
     */
    public record Proof(Instant complete, long changes, Optional<AuditVerifier.Result> audit) {}

    /**
     * Chooses seconds to restore: around the boundaries of the files of the backup, where faults of point-in-time recovery
     * are, and one anywhere. Seconds that a step back of the clock makes ambiguous are left out.
     *
     * @param count greatest number of seconds
     * @return empty when there are no backups
     */
    public static SortedSet<Instant> seconds(BackupDirectory directory, RandomGenerator random, int count) {
        List<Chain> chains = directory.chains();
        SortedSet<Instant> chosen = new TreeSet<>();
        if (chains.isEmpty()) {
            return chosen;
        }
        Instant first = second(chains.getFirst().snapshot().time());
        Instant last = second(chains.getLast().completeUntil());
        if (last.isBefore(first)) {
            last = first;
        }
        List<Instant> boundaries = new ArrayList<>();
        for (Instant second : boundaries(chains)) {
            if (!second.isBefore(first) && !second.isAfter(last) && isUnambiguous(chains, second)) {
                boundaries.add(second);
            }
        }
        while (chosen.size() < count - 1 && !boundaries.isEmpty()) {
            chosen.add(boundaries.remove(random.nextInt(boundaries.size())));
        }
        Instant anywhere = Instant.ofEpochSecond(random.nextLong(first.getEpochSecond(), last.getEpochSecond() + 1));
        if (isUnambiguous(chains, anywhere) || chosen.isEmpty()) {
            chosen.add(anywhere);
        }
        return chosen;
    }

    private static boolean isUnambiguous(List<Chain> chains, Instant second) {
        return chains.stream()
                .allMatch(chain -> chain.clockStep(second.plus(SECOND)).isEmpty());
    }

    /** Returns the seconds in which files begin and end, and those before and after them. */
    private static SortedSet<Instant> boundaries(List<Chain> chains) {
        SortedSet<Instant> seconds = new TreeSet<>();
        for (Chain chain : chains) {
            around(seconds, chain.snapshot().from());
            around(seconds, chain.snapshot().time());
            for (Increment increment : chain.increments()) {
                around(seconds, increment.from());
                around(seconds, increment.time());
                if (increment.lastChange() != null) {
                    around(seconds, increment.lastChange());
                }
            }
        }
        return seconds;
    }

    private static void around(SortedSet<Instant> seconds, Instant time) {
        Instant second = second(time);
        seconds.add(second.minus(SECOND));
        seconds.add(second);
        seconds.add(second.plus(SECOND));
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Proves that a second can be restored.
     *
     * @throws BackupException when it can't be, or a change is missing, superfluous or different
     */
    public Proof prove(BackupDirectory directory, Instant second) {
        Instant end = second(second).plus(SECOND);
        Chain whole = directory.chainBefore(end);
        whole.requireAuthentic();
        whole.clockStep(end).ifPresent(step -> {
            throw new BackupException("The second " + second + " is ambiguous: the clock was set back from "
                    + step.from() + " to " + step.to() + ". Choose another one");
        });
        Chain chain = whole.upTo(end);
        try {
            Path temporary = Files.createTempDirectory("balrog-drill-");
            try (TemporaryDatabase database = TemporaryDatabase.of(chain, Optional.of(live), temporary, clock)) {
                return database.restore(chain, end, restored -> prove(restored, end, whole.completeUntil(chain, end)));
            } finally {
                DurableFiles.deleteTree(temporary);
            }
        } catch (IOException e) {
            throw new BackupException("The backup " + chain.directory() + " can't be restored: " + e, e);
        }
    }

    /**
     * Proves that a database was restored as of the end of a second, whatever restored it.
     *
     * @throws BackupException when a change is missing, superfluous or different
     */
    public Proof proveRestored(DatabaseUri restored, Instant second) {
        Instant end = second(second).plus(SECOND);
        try (Database database = new Database(restored, DatabaseOptions.forReading())) {
            return prove(database, end, end);
        }
    }

    private Proof prove(Database restored, Instant end, Instant complete) {
        Map<String, List<Record>> expected = live(sql -> histories(sql, end));
        Map<String, List<Record>> found = restored.read(sql -> histories(sql, Instant.ofEpochMilli(Long.MAX_VALUE)));
        if (!expected.keySet().equals(found.keySet())) {
            throw new BackupException(
                    "The history tables of the restored database differ from those of " + live + ": " + found.keySet());
        }
        long changes = 0;
        for (var entry : found.entrySet()) {
            compare(entry.getKey(), entry.getValue(), expected.getOrDefault(entry.getKey(), List.of()), complete);
            changes += entry.getValue().size();
        }
        Optional<AuditVerifier.Result> audit = RestoredAuditLog.verify(restored, "the restored database");
        audit.ifPresent(result -> requireInLiveLog(result.head()));
        return new Proof(complete, changes, audit);
    }

    private void requireInLiveLog(AuditHead head) {
        Optional<String> hash = live(sql -> AuditChain.hash(sql, head.sequence()));
        if (!hash.equals(Optional.of(head.hash()))) {
            throw new BackupException(
                    "The audit log of the restored database ends with " + head + ", which is not in that of " + live);
        }
    }

    private static void compare(String history, List<Record> found, List<Record> expected, Instant complete) {
        if (found.size() > expected.size() || !found.equals(expected.subList(0, found.size()))) {
            throw new BackupException(
                    "The table " + history + " of the restored database has changes that were made later");
        }
        if (found.size() < expected.size()) {
            Instant missing = time(expected.get(found.size()));
            // The time of a change is that at which it began, which is a little before its commit.
            if (missing.isBefore(complete.minus(SECOND))) {
                throw new BackupException(
                        "The table " + history + " of the restored database lacks the change of " + missing);
            }
        }
    }

    private static Instant time(Record change) {
        return Instant.ofEpochMilli(change.get("timestamp", Long.class));
    }

    /** Returns the changes before a time, in the order in which they were made. */
    private static Map<String, List<Record>> histories(DSLContext sql, Instant end) {
        Map<String, List<Record>> histories = new TreeMap<>();
        for (String history : DatabaseSummary.histories(sql)) {
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

    private <T> T live(Function<DSLContext, T> read) {
        return switch (live) {
            case DatabaseUri.Sqlite sqlite -> {
                try (Connection connection = SqliteDatabases.open(sqlite.file())) {
                    yield read.apply(DSL.using(connection, SQLDialect.SQLITE));
                } catch (SQLException e) {
                    throw SqliteDatabases.failure(sqlite.file(), e);
                }
            }
            case DatabaseUri.MySql mysql -> {
                try (ServerState state = new ServerState(mysql)) {
                    yield state.read(read);
                }
            }
        };
    }
}
