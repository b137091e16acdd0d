// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.TrustModel.Change;
import dev.balrog.change.policy.GovernanceSettings;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.schedule.SignoffExpectation;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.store.Database;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.HistoryListener;
import dev.balrog.store.history.HistoryOptions;
import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.RevisionOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A change engine whose clock stands still until it is told to go on. */
final class TrustEngine implements AutoCloseable {
    private final Database database;
    private final RevisionOutbox queue;
    private ChangeEngine engine;
    private final SettableClock clock = new SettableClock();

    /** Takes the database over: it is closed with this. */
    TrustEngine(Database database) {
        this.database = database;
        Forgetful store = new Forgetful();
        this.queue = new RevisionOutbox(
                database, new HistoryBuckets(store, store), HistoryOptions.defaults(), new NoListener(), clock);
        reset();
    }

    Database database() {
        return database;
    }

    long now() {
        return clock.millis();
    }

    void pass(long millis) {
        clock.now += millis;
    }

    /** Begins anew, with an engine that has never seen the database. */
    void reset() {
        database.<Integer>write(sql -> {
            List<String> tables = sql.fetch("SELECT name FROM sqlite_master WHERE type = 'table'").stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .filter(table -> !table.matches("sqlite_.*|flyway.*|balrog_change_lock"))
                    .toList();
            tables.forEach(table -> sql.execute("DELETE FROM \"" + table + "\""));
            return tables.size();
        });
        TrustWorld.fill(database);
        engine = new ChangeEngine(
                database,
                queue,
                GovernanceSettings.of(EngineOn.ALLOWLIST, TrustWorld.SYSTEM_ACCOUNTS)
                        .withContentChecks(ContentChecks.COMPATIBLE),
                clock);
    }

    /** Makes changes, as a person or as a service account. */
    void call(String who, Consumer<Transaction> work) {
        Principal principal =
                TrustWorld.ACCOUNTS.contains(who) ? new Principal.ServiceAccount(who) : new Principal.Person(who);
        engine.<Boolean>write(principal, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /**
     * What somebody has seen of a scheduled change.
     *
     * @param outcome outcome by the model
     * @param version version by the engine
     * @param digest outcome digest by the engine
     */
    record Review(String outcome, int version, Optional<String> digest) {}

    /** Looks at a scheduled change. */
    Review review(TrustReach reach, Change change) {
        int version = reach.state()
                .scheduled(change.entity(), change.id())
                .orElseThrow()
                .number("data_version");
        Optional<String> digest = engine.read(reading -> {
            ScheduledChange scheduled =
                    reading.findScheduled(change.entity(), change.id()).orElseThrow();
            return reading.evaluateSignoffs(scheduled).digest();
        });
        return new Review(TrustModel.outcome(reach, change), version, digest);
    }

    /** Signs a scheduled change as it was reviewed; without a review, as it is. */
    static void sign(Transaction transaction, Change change, String role, Optional<Review> review) {
        transaction.signOff(
                change.entity(),
                change.id(),
                role,
                review.map(seen -> new SignoffExpectation(
                                seen.version(), seen.digest().orElse(null)))
                        .orElse(SignoffExpectation.NONE));
    }

    @Override
    public void close() {
        queue.close();
        database.close();
    }

    private static final class SettableClock extends Clock {
        private long now = 1_800_000_000_000L;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public long millis() {
            return now;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    }

    /** A store that keeps nothing. */
    private record Forgetful() implements ObjectStore {
        @Override
        public void put(String name, byte[] content) {}

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> list(String prefix, int most) {
            return List.of();
        }

        @Override
        public String description() {
            return "nowhere";
        }

        @Override
        public void close() {}
    }

    private record NoListener() implements HistoryListener {
        @Override
        public void delivered(int revisions) {}

        @Override
        public void failed(int revisions) {}
    }
}
