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

/** Restores a database from its backups: nothing happens before {@link #run}. */
public final class Restore {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Chain whole;
    private final Chain chain;
    private final Path history;
    private final @Nullable Instant second;
    private final Target target;

    private Restore(Chain whole, Chain chain, Path history, @Nullable Instant second, Target target) {
        this.whole = whole;
        this.chain = chain;
        this.history = history;
        this.second = second;
        this.target = target;
    }

    /**
     * Finds out how to restore.
     *
     * @param second the second whose end is restored: what was committed during it is there, nothing later; empty for
     *     all that there is
     * @param into where to
     * @param force whether a database that is there is replaced
     * @throws BackupException when that can't be restored, or there is a database and no force
     */
    public static Restore plan(
            BackupDirectory from, Optional<Instant> second, DatabaseUri into, boolean force, InstantSource clock) {
        Instant wanted =
                second.map(time -> time.truncatedTo(ChronoUnit.SECONDS)).orElse(null);
        Chain whole = wanted == null ? newest(from) : from.chainBefore(wanted.plus(SECOND));
        whole.requireAuthentic();
        Target target = Target.of(whole, into, force, clock);
        Chain chain = wanted == null ? whole : whole.upTo(wanted.plus(SECOND));
        target.requireFree();
        return new Restore(whole, chain, from.history(), wanted, target);
    }

    private static Chain newest(BackupDirectory from) {
        return from.last().orElseThrow(() -> new BackupException("There are no backups in " + from.path()));
    }

    /** What it is going to do, for people. */
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
        warning().ifPresent(warning -> steps.add("Note: " + warning));
        return steps;
    }

    /** What may be missing from what was asked for. */
    public Optional<String> warning() {
        if (second != null && second.isAfter(whole.watched())) {
            return Optional.of("nothing is known about what happened after " + whole.watched()
                    + ", when the backup last looked; changes between then and " + second + " are not in it");
        }
        return target.warning(whole, chain);
    }

    /**
     * What was restored.
     *
     * @param target where it is now
     * @param facts what it holds
     * @param notes what else there is to know, such as where the database went that was there before
     */
    public record Outcome(String target, Facts facts, List<String> notes) {}

    /**
     * Restores.
     *
     * @throws BackupException when a part of the backup is damaged, or it can't be written
     */
    public Outcome run() {
        try {
            return target.restore(chain, history, second);
        } catch (IOException e) {
            throw new BackupException("It can't be restored to " + target.description() + ": " + e, e);
        }
    }
}
