// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SQLite file to restore to. A file that is there is not deleted, but gets another name. */
record SqliteTarget(DatabaseUri.Sqlite uri, boolean force, InstantSource clock) implements Target {

    @Override
    public void requireFree() {
        Path file = uri.file();
        if (!Files.isDirectory(DurableFiles.parent(file))) {
            throw new BackupException("The directory " + DurableFiles.parent(file) + " does not exist");
        }
        if (Files.exists(file) && !force) {
            throw new BackupException("There is a database in " + file
                    + " already: restore to another file, or use --force, which keeps that one under another name");
        }
    }

    @Override
    public List<String> steps(@Nullable Instant second) {
        List<String> steps = new ArrayList<>();
        steps.add("Check every part against its manifest, and the result with SQLite's integrity check");
        if (Files.exists(uri.file())) {
            steps.add("Keep the present " + uri.file() + " as " + kept(uri.file(), clock.instant()));
        }
        steps.add("Put the restored database in " + uri.file());
        steps.add("Add the revisions of releases that " + historyOf(uri.file()) + " lacks");
        return steps;
    }

    @Override
    public Optional<String> warning(Chain whole, Chain part) {
        return whole.next(part)
                .filter(next -> next.from().isAfter(part.end()))
                .map(next -> "the next state that was kept is that of " + next.time());
    }

    private static Path kept(Path file, Instant now) {
        return file.resolveSibling(file.getFileName() + ".before-restore-" + DurableFiles.name(now));
    }

    /** Where the apps look for the history of releases when nothing else is said. */
    private static Path historyOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".history");
    }

    @Override
    public Restore.Outcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException {
        Path file = uri.file();
        Path unfinished = file.resolveSibling(DurableFiles.UNFINISHED + file.getFileName());
        Files.deleteIfExists(unfinished);
        List<String> notes = new ArrayList<>();
        try {
            SqliteRestore.restore(chain, unfinished);
            Facts facts = SqliteCopy.readAlone(unfinished, Facts::read);
            if (Files.exists(file)) {
                SqliteCopy.requireUnused(file);
                notes.add("The database that was there is now " + keep(file, clock.instant()));
            }
            DurableFiles.move(unfinished, file);
            int revisions = HistoryCopy.copy(history, historyOf(file));
            if (revisions > 0) {
                notes.add("Added " + revisions + " revisions of releases to " + historyOf(file));
            }
            return new Restore.Outcome(description(), facts, notes);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** With its log: the restored one would take that for its own. */
    private static Path keep(Path file, Instant now) throws IOException {
        Path kept = kept(file, now);
        for (String ending : List.of("-wal", "-shm", "-journal", "")) {
            Path part = file.resolveSibling(file.getFileName() + ending);
            if (Files.exists(part)) {
                DurableFiles.move(part, kept.resolveSibling(kept.getFileName() + ending));
            }
        }
        return kept;
    }

    @Override
    public String description() {
        return uri.toString();
    }
}
