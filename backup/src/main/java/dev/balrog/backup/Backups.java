// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes backups of one database, and holds the lock of their directory until it is closed. */
public final class Backups implements AutoCloseable {
    private final BackupDirectory directory;
    private final DatabaseUri uri;
    private final InstantSource clock;
    private final Optional<Path> history;
    private final BackupDirectory.Lock lock;
    private final BackupSource source;
    private @Nullable Chain last;
    /** The release history is behind; also at the beginning, for an earlier process may have stopped before it was copied. */
    private boolean historyBehind = true;

    /**
     * Locks the directory.
     *
     * @param directory is created when it is missing
     * @param uri the database
     * @param history directory of the release history, which is copied as well; empty for none
     * @throws BackupException when another process holds the lock, or the directory holds backups of another database
     */
    public Backups(BackupDirectory directory, DatabaseUri uri, Optional<Path> history, InstantSource clock) {
        this.directory = directory;
        this.uri = uri;
        this.history = history;
        this.clock = clock;
        this.source = BackupSource.of(uri, directory.path(), clock);
        try {
            this.lock = directory.lock();
        } catch (IOException e) {
            throw failure(e);
        }
        try {
            this.last = directory.last().orElse(null);
            if (last != null && !last.snapshot().database().equals(uri.toString())) {
                throw new BackupException("The directory " + directory.path() + " holds backups of "
                        + last.snapshot().database() + ": choose another one for " + uri);
            }
        } catch (BackupException e) {
            close();
            throw e;
        }
    }

    private BackupException failure(IOException e) {
        return new BackupException("Backups can't be written to " + directory.path() + ": " + e, e);
    }

    /**
     * Result of one backup.
     *
     * @param chain the newest chain
     * @param snapshot whether it is new, and not just longer
     * @param gap why the changes since the end of the chain before were no longer available; null when they were
     * @param parts number of new increments
     * @param notes what else there is to know
     */
    public record Step(
            Chain chain, boolean snapshot, @Nullable String gap, int parts, List<String> notes) {
        public Step {
            notes = List.copyOf(notes);
        }

        /** Returns whether anything was added. */
        public boolean isNews() {
            return snapshot || parts > 0;
        }
    }

    /**
     * Takes a full backup, with which a new chain begins. The chain before gets the changes since, so that each moment
     * between them can be restored too.
     */
    public Step snapshot() {
        try {
            return begin(null);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Begins a new chain.
     *
     * @param gap why the chain before can't be continued; null when it is to be
     */
    private Step begin(@Nullable String gap) throws IOException {
        Path unfinished = directory.begin("snapshot");
        Snapshot snapshot = source.snapshot(unfinished);
        Chain before = known();
        String reason = gap;
        if (before != null && reason == null) {
            last = null;
            try {
                source.increment(before);
            } catch (BackupSource.GapException e) {
                reason = e.getMessage();
            }
        }
        copyHistory();
        Chain chain = directory.finish(unfinished, snapshot);
        last = chain;
        return new Step(chain, true, reason, 0, source.limits());
    }

    /**
     * Takes an incremental backup: adds the changes since the last one, if there are any. Takes a full backup where there
     * is none to continue from.
     *
     * @param newest age at which a snapshot is followed by a new one
     */
    public Step increment(Duration newest) {
        try {
            Chain before = known();
            if (before == null || (before.seal().key().isPresent() && !before.isAuthentic()) || isOld(before, newest)) {
                return begin(null);
            }
            return lengthen(before, source::increment, List.of());
        } catch (BackupSource.GapException gap) {
            try {
                return begin(gap.getMessage());
            } catch (IOException e) {
                throw failure(e);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Returns whether a new snapshot is due; also when the clock was set back, as no age can be told then. */
    private boolean isOld(Chain chain, Duration newest) {
        Duration age = Duration.between(chain.snapshot().time(), clock.instant());
        return age.compareTo(newest) > 0 || age.compareTo(newest.negated()) < 0;
    }

    /**
     * Adds the binary log of a lost server.
     *
     * @param log directory with the files of the log, which survived the server
     * @throws BackupException when there is no backup yet, or the log does not continue where it ends
     */
    public Step addSurviving(Path log) {
        Chain before = known();
        if (before == null) {
            throw new BackupException("There is no backup in " + directory.path() + " to add the binary log to");
        }
        try {
            List<String> notes = new ArrayList<>();
            return lengthen(before, new SurvivingLog(log, clock, notes::add)::addTo, notes);
        } catch (IOException e) {
            throw new BackupException(
                    "The binary log in " + log + " can't be added to " + directory.path() + ": " + e, e);
        }
    }

    /** Source of new increments. */
    private interface Addition {
        Chain addTo(Chain chain) throws IOException;
    }

    private Step lengthen(Chain before, Addition addition, List<String> notes) throws IOException {
        last = null;
        Chain after = addition.addTo(before);
        last = after;
        int parts = after.increments().size() - before.increments().size();
        historyBehind |= parts > 0;
        if (historyBehind) {
            copyHistory();
        }
        return new Step(after, false, null, parts, notes);
    }

    /** Returns the newest chain; null when there is none yet. It is read again after a failure, which may have added to it. */
    private @Nullable Chain known() {
        if (last == null) {
            last = directory.last().orElse(null);
        }
        return last;
    }

    private void copyHistory() throws IOException {
        if (history.isPresent()) {
            HistoryCopy.copy(history.get(), directory.history());
        }
        historyBehind = false;
    }

    /**
     * Deletes the chains that no time within the retention is restored from, but never the newest one.
     *
     * @param keep retention: how long each moment can still be restored
     * @return the deleted chains
     */
    public List<Chain> prune(Duration keep) {
        try {
            return directory.prune(clock.instant(), keep);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Returns the URI of the database. */
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
