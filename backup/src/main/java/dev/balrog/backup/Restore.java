// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Point-in-time recovery of a database from its backups. Nothing is written before {@link #run}. */
public final class Restore {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Chain whole;
    private final Chain chain;
    private final Path history;
    private final @Nullable Instant second;
    private final RestoreTarget target;

    private Restore(Chain whole, Chain chain, Path history, @Nullable Instant second, RestoreTarget target) {
        this.whole = whole;
        this.chain = chain;
        this.history = history;
        this.second = second;
        this.target = target;
    }

    /**
     * Plans a restore.
     *
     * @param second recovery point: changes that were committed until the end of this second are restored, and no later
     *     ones; empty for all changes
     * @param into target database
     * @param force whether an existing database is replaced
     * @throws BackupException when that can't be restored, or there is a database and no force
     */
    public static Restore plan(
            BackupDirectory from, Optional<Instant> second, DatabaseUri into, boolean force, InstantSource clock) {
        Instant wanted =
                second.map(time -> time.truncatedTo(ChronoUnit.SECONDS)).orElse(null);
        Chain whole = wanted == null ? newest(from) : from.chainBefore(wanted.plus(SECOND));
        whole.requireAuthentic();
        RestoreTarget target = RestoreTarget.of(whole, into, force, clock);
        Chain chain = wanted == null ? whole : whole.upTo(wanted.plus(SECOND));
        target.requireFree();
        return new Restore(whole, chain, from.history(), wanted, target);
    }

    private static Chain newest(BackupDirectory from) {
        return from.last().orElseThrow(() -> new BackupException("There are no backups in " + from.path()));
    }

    /** Returns the steps of {@link #run}, in words. */
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        steps.add("Take the snapshot of " + chain.snapshot().time() + " ("
                + chain.snapshot().database() + ", " + chain.snapshot().file().size() + " bytes) in "
                + chain.directory());
        if (!chain.increments().isEmpty()) {
            steps.add("Add " + chain.increments().size() + " of its "
                    + whole.increments().size() + " increments, the last one of " + chain.end());
        }
        steps.addAll(target.steps(second));
        warnings().forEach(warning -> steps.add("Note: " + warning));
        return steps;
    }

    /**
     * Returns until when the restored database is complete: every change that was committed before this time is in it. It
     * is the end of the chosen second, unless the backup does not know everything until then.
     */
    public Instant completeUntil() {
        return second == null ? whole.completeUntil() : whole.completeUntil(chain, second.plus(SECOND));
    }

    /** Returns what may be missing, though it was asked for, or may be too much. */
    public List<String> warnings() {
        if (second == null) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        Instant end = second.plus(SECOND);
        Instant complete = completeUntil();
        if (complete.isBefore(end)) {
            warnings.add("changes from " + complete + " until the end of the second " + second
                    + " may be missing: the backup did not poll the database between them");
        }
        whole.clockStep(end)
                .ifPresent(step -> warnings.add("the clock was set back from " + step.from() + " to " + step.to()
                        + ", so changes of that time are not in the order of their times: "
                        + target.clockStepEffect()));
        return warnings;
    }

    /**
     * Restores.
     *
     * @throws BackupException when a part of the backup is damaged, or it can't be written
     */
    public RestoreOutcome run() {
        try {
            return target.restore(chain, history, second);
        } catch (IOException e) {
            throw new BackupException("The backup can't be restored to " + target.description() + ": " + e, e);
        }
    }
}
