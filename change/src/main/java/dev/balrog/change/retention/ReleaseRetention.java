// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.NAME;

import dev.balrog.change.ChangeEngine;
import dev.balrog.change.Principal;
import dev.balrog.change.Transaction;
import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.release.SplitReleases;
import dev.balrog.change.retention.RetentionPlan.Expired;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.Permission;
import dev.balrog.core.change.Rights;
import dev.balrog.store.BusyException;
import dev.balrog.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes nightly releases that are older than an age and that nothing needs: no rule, pin,
 * scheduled change or superblob, and no partial update of a release that is kept.
 *
 * <p>Deletes through the change engine, in small transactions, as an account that may delete
 * releases. Each deletion is checked again in its transaction. A run can be stopped at any time; the
 * next one starts from the state of the database.
 */
public final class ReleaseRetention {
    /** Limits of one transaction, so that other changes don't wait long. */
    private static final int BATCH_RELEASES = 10;

    private static final int BATCH_ROWS = 500;

    /** Age of a plan at which it is computed again. */
    private static final Duration PLAN_LIFETIME = Duration.ofMinutes(10);

    private static final int BUSY_ATTEMPTS = 5;
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Database database;
    private final ChangeEngine engine;
    private final Principal account;
    private final InstantSource clock;

    /**
     * Creates a retention job.
     *
     * @param account author of the deletions, who needs the permission to delete releases
     */
    public ReleaseRetention(Database database, ChangeEngine engine, Principal account, InstantSource clock) {
        this.database = database;
        this.engine = engine;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Result of a run.
     *
     * @param deleted number of deleted releases
     * @param kept number of releases that are old enough but kept, by reason
     * @param left number of releases that the time was not sufficient for
     */
    public record Result(int deleted, Map<RetentionReason, Integer> kept, int left) {
        public Result {
            kept = Map.copyOf(kept);
        }
    }

    /** Listener to the progress of a run. */
    public interface Progress {
        /**
         * Called after each transaction.
         *
         * @param deleted number of releases deleted so far
         * @param left number of releases that are still to be deleted
         */
        void deleted(int deleted, int left);
    }

    /** Returns whether the account may delete releases of any product. */
    public boolean isPermitted() {
        return engine.<Boolean>read(reading -> reading.rights(account.name()).grants().stream()
                .anyMatch(grant -> grant.permission() == Permission.ADMIN || grant.permission() == Permission.RELEASE));
    }

    /**
     * Returns the releases to delete and to keep, without changing anything.
     *
     * @param age minimum age of the builds of expired releases
     * @throws dev.balrog.store.StoreException if the database fails
     */
    public RetentionPlan plan(Duration age) {
        Rights rights = engine.read(reading -> reading.rights(account.name()));
        Instant before = clock.instant().minus(age);
        return database.read(sql -> new RetentionPlanner(sql, rights).plan(before));
    }

    /**
     * Deletes expired releases until there are none left or the time is up. Transactions that are
     * committed stay so if a later one fails.
     *
     * @param age minimum age of the builds of expired releases
     * @param budget time after which no transaction begins
     * @throws dev.balrog.store.StoreException if the database fails
     */
    public Result run(Duration age, Duration budget, Progress progress) {
        Run run = new Run(age, clock.instant().plus(budget), progress);
        while (run.step()) {
            // Each step is one plan.
        }
        return run.result();
    }

    /** State of a run. */
    private final class Run {
        private final Duration age;
        private final Instant deadline;
        private final Progress progress;
        private final Map<String, RetentionReason> rejected = new HashMap<>();
        private Map<String, RetentionReason> kept = Map.of();
        private Deque<Expired> remaining = new ArrayDeque<>();
        private int deleted;

        Run(Duration age, Instant deadline, Progress progress) {
            this.age = age;
            this.deadline = deadline;
            this.progress = progress;
        }

        /** Executes one plan; returns whether another one is needed. */
        boolean step() {
            RetentionPlan plan = plan(age);
            Instant planned = clock.instant();
            kept = plan.kept();
            remaining = new ArrayDeque<>(plan.expired());
            remaining.removeIf(expired -> rejected.containsKey(expired.name()));
            while (!remaining.isEmpty()) {
                if (!clock.instant().isBefore(deadline)) {
                    return false;
                }
                Instant begun = clock.instant();
                delete(nextBatch());
                progress.deleted(deleted, remaining.size());
                if (!remaining.isEmpty()) {
                    // Leaves others at least half of the time.
                    pause(shorter(Duration.between(begun, clock.instant()), LONGEST_PAUSE));
                    if (clock.instant().isAfter(planned.plus(PLAN_LIFETIME))) {
                        return true;
                    }
                }
            }
            return false;
        }

        private List<Expired> nextBatch() {
            List<Expired> batch = new ArrayList<>();
            int rows = 0;
            while (batch.size() < BATCH_RELEASES && !remaining.isEmpty()) {
                rows += remaining.getFirst().rows();
                if (rows > BATCH_ROWS && !batch.isEmpty()) {
                    break;
                }
                batch.add(remaining.removeFirst());
            }
            return batch;
        }

        /** Deletes releases in one transaction; if one is rejected, each in its own. */
        private void delete(List<Expired> batch) {
            try {
                write(batch);
                deleted += batch.size();
            } catch (ChangeRejectedException e) {
                if (batch.size() == 1) {
                    rejected.put(batch.getFirst().name(), RetentionReason.of(e.rejection()));
                } else {
                    batch.forEach(expired -> delete(List.of(expired)));
                }
            }
        }

        Result result() {
            Map<String, RetentionReason> all = new HashMap<>(kept);
            all.putAll(rejected);
            return new Result(deleted, RetentionPlan.count(all), remaining.size());
        }
    }

    private void write(List<Expired> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                engine.<Integer>write(account, transaction -> {
                    batch.forEach(expired -> delete(transaction, expired));
                    return batch.size();
                });
                return;
            } catch (BusyException e) {
                if (attempt == BUSY_ATTEMPTS) {
                    throw e;
                }
                pause(BUSY_PAUSE.multipliedBy(attempt));
            }
        }
    }

    private static void delete(Transaction transaction, Expired expired) {
        Row key = Row.of(NAME, expired.name());
        requireVersion(transaction, Entity.RELEASES, key, expired.wholeVersion());
        requireVersion(transaction, Entity.RELEASES_JSON, key, expired.baseVersion());
        if (expired.wholeVersion() > 0) {
            transaction.delete(Entity.RELEASES, key, expired.wholeVersion());
        }
        if (expired.baseVersion() > 0) {
            SplitReleases split = new SplitReleases(transaction);
            if (split.hasScheduled(expired.name())) {
                throw new ChangeRejectedException(
                        new ChangeRejection.ChangeScheduled(expired.name() + " has scheduled changes"));
            }
            split.delete(expired.name());
        }
    }

    /** Checks that the release is still the one of the plan. */
    private static void requireVersion(Transaction transaction, Entity entity, Row key, int expected) {
        int present = transaction.listColumns(entity, List.of(DATA_VERSION), key).stream()
                .mapToInt(row -> row.require(DATA_VERSION))
                .findFirst()
                .orElse(0);
        if (present != expected) {
            throw new ChangeRejectedException(
                    new ChangeRejection.Outdated(key.require(NAME) + " has changed since the plan"));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            // The next transaction fails or succeeds as a whole.
            Thread.currentThread().interrupt();
        }
    }
}
