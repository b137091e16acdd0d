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
import org.jspecify.annotations.Nullable;

/** SQLite file to restore to. An existing file is not deleted, but renamed. */
record SqliteTarget(DatabaseUri.Sqlite uri, boolean force, InstantSource clock) implements RestoreTarget {

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
        steps.add("Verify every part against its manifest, and the result with SQLite's integrity check");
        if (Files.exists(uri.file())) {
            steps.add("Rename the existing " + uri.file() + " to " + kept(uri.file(), clock.instant()));
        }
        steps.add("Put the restored database in " + uri.file());
        steps.add("Add the release revisions that " + historyOf(uri.file()) + " lacks");
        return steps;
    }

    private static Path kept(Path file, Instant now) {
        return file.resolveSibling(file.getFileName() + ".before-restore-" + DurableFiles.name(now));
    }

    /** Returns the directory of the release history that the apps use by default. */
    private static Path historyOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".history");
    }

    @Override
    public RestoreOutcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException {
        Path file = uri.file();
        Path unfinished = file.resolveSibling(DurableFiles.UNFINISHED + file.getFileName());
        Files.deleteIfExists(unfinished);
        List<String> notes = new ArrayList<>();
        try {
            SqliteChainReader.restore(chain, unfinished);
            DatabaseSummary summary = SqliteDatabases.readAlone(unfinished, DatabaseSummary::read);
            if (Files.exists(file)) {
                SqliteDatabases.requireUnused(file);
                notes.add("The database that was there is now " + keep(file, clock.instant()));
            }
            DurableFiles.move(unfinished, file);
            int revisions = HistoryCopy.copy(history, historyOf(file));
            if (revisions > 0) {
                notes.add("Added " + revisions + " release revisions to " + historyOf(file));
            }
            return new RestoreOutcome(description(), summary, notes);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Renames a database with its WAL, which SQLite would apply to the restored one. */
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
    public String clockStepEffect() {
        return "some later changes are included";
    }

    @Override
    public String description() {
        return uri.toString();
    }
}
