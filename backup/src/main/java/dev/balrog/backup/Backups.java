// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes backups of one database in one directory. Nobody else makes any there until it is closed. */
public final class Backups implements AutoCloseable {
    private final BackupDirectory place;
    private final DatabaseUri uri;
    private final InstantSource clock;
    private final Optional<Path> history;
    private final BackupDirectory.Lock lock;
    private final Source source;
    private @Nullable Chain last;

    /**
     * Begins to make backups.
     *
     * @param place is made when it is missing
     * @param uri the database
     * @param history directory with the history of releases, which is copied as well; empty for none
     * @throws BackupException when somebody else does so, or it holds backups of another database
     */
    public Backups(BackupDirectory place, DatabaseUri uri, Optional<Path> history, InstantSource clock) {
        this.place = place;
        this.uri = uri;
        this.history = history;
        this.clock = clock;
        this.source = Source.of(uri, clock);
        try {
            this.lock = place.lock();
        } catch (IOException e) {
            throw failure(e);
        }
        try {
            this.last = place.last().orElse(null);
            if (last != null && !last.snapshot().database().equals(uri.toString())) {
                throw new BackupException("The directory " + place.path() + " holds backups of "
                        + last.snapshot().database() + ": choose another one for " + uri);
            }
        } catch (BackupException e) {
            close();
            throw e;
        }
    }

    private BackupException failure(IOException e) {
        return new BackupException("Backups can't be written to " + place.path() + ": " + e, e);
    }

    /**
     * What one step came to.
     *
     * @param chain the newest chain
     * @param snapshot whether it is new, and not just longer
     * @param gap why a new chain had to begin, though no snapshot was asked for; null when that was not so
     * @param parts how many increments are new
     */
    public record Step(
            Chain chain, boolean snapshot, @Nullable String gap, int parts) {

        /** Whether there is anything that was not there before. */
        public boolean isNews() {
            return snapshot || parts > 0;
        }
    }

    /**
     * Makes a snapshot, with which a new chain begins. The one before gets what changed since, so that each moment
     * between them can be restored too.
     */
    public Step snapshot() {
        try {
            return new Step(begin(), true, null, 0);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Chain begin() throws IOException {
        Path unfinished = place.begin("snapshot");
        Snapshot snapshot = source.snapshot(unfinished);
        Chain before = known();
        if (before != null) {
            last = null;
            try {
                source.follow(before);
            } catch (Source.GapException _) {
                // That chain has ended, and this one begins.
            }
        }
        copyHistory();
        Chain chain = place.finish(unfinished, snapshot);
        last = chain;
        return chain;
    }

    /**
     * Adds what changed since the last step, if anything did. Makes a snapshot where there is none to go on from.
     *
     * @param newest longest age of a snapshot; when it is older, there is a new one
     */
    public Step follow(Duration newest) {
        try {
            Chain before = known();
            if (before == null
                    || (before.seal().key().isPresent() && !before.isAuthentic())
                    || before.snapshot().time().plus(newest).isBefore(clock.instant())) {
                return new Step(begin(), true, null, 0);
            }
            return lengthen(before, source::follow);
        } catch (Source.GapException gap) {
            try {
                return new Step(begin(), true, gap.getMessage(), 0);
            } catch (IOException e) {
                throw failure(e);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Adds what is in the binary log of a server that is gone.
     *
     * @param log directory with the files of the log, which outlived the server
     * @throws BackupException when there is no backup yet, or the log does not go on where it ends
     */
    public Step addSurviving(Path log) {
        Chain before = known();
        if (before == null) {
            throw new BackupException("There is no backup in " + place.path() + " to add the binary log to");
        }
        try {
            return lengthen(before, new SurvivingLog(log, clock)::addTo);
        } catch (IOException e) {
            throw new BackupException("The binary log in " + log + " can't be added to " + place.path() + ": " + e, e);
        }
    }

    /** Where what is new comes from. */
    private interface Addition {
        Chain addTo(Chain chain) throws IOException;
    }

    private Step lengthen(Chain before, Addition addition) throws IOException {
        last = null;
        Chain after = addition.addTo(before);
        last = after;
        int parts = after.increments().size() - before.increments().size();
        if (parts > 0) {
            copyHistory();
        }
        return new Step(after, false, null, parts);
    }

    /** The newest chain; null when there is none yet. Read anew when the last step failed, which may have added to it. */
    private @Nullable Chain known() {
        if (last == null) {
            last = place.last().orElse(null);
        }
        return last;
    }

    private void copyHistory() throws IOException {
        if (history.isPresent()) {
            HistoryCopy.copy(history.get(), place.history());
        }
    }

    /**
     * Deletes the chains that nothing is restored from any more, but never the newest one.
     *
     * @param keep how long each moment can still be restored
     * @return those that were deleted
     */
    public List<Chain> prune(Duration keep) {
        try {
            return place.prune(clock.instant(), keep);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Where the database is. */
    public DatabaseUri database() {
        return uri;
    }

    @Override
    public void close() {
        try (lock) {
            source.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
