// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Database on a server to restore to. */
record ServerTarget(DatabaseUri.MySql uri, boolean force) implements RestoreTarget {

    @Override
    public void requireFree() {
        if (!force && tables() > 0) {
            throw new BackupException("There are tables in " + uri
                    + " already: restore to a database of another name, or use --force, which deletes that one");
        }
    }

    private int tables() {
        try (ServerDatabaseLoader loader = new ServerDatabaseLoader(uri)) {
            return loader.tables();
        } catch (IOException e) {
            throw new BackupException(uri + " can't be read: " + e, e);
        }
    }

    @Override
    public List<String> steps(@Nullable Instant second) {
        List<String> steps = new ArrayList<>();
        steps.add("Verify every part against its manifest");
        int tables = tables();
        if (tables < 0) {
            steps.add("Create the database " + uri);
        } else if (tables > 0) {
            steps.add("DELETE the database " + uri + " with its " + tables + " tables, and create it again");
        }
        steps.add("Load the snapshot into it");
        steps.add("Replay the binary log" + (second == null ? "" : ", until the end of the second " + second));
        return steps;
    }

    @Override
    public RestoreOutcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException {
        try (ServerDatabaseLoader loader = new ServerDatabaseLoader(uri)) {
            // Before anything is dropped: the chain may be damaged.
            ServerDatabaseLoader.Prepared prepared =
                    loader.prepare(chain, second == null ? null : second.plus(Duration.ofSeconds(1)));
            boolean existed = loader.tables() >= 0;
            if (force) {
                loader.drop();
            }
            loader.create();
            try {
                loader.load(prepared);
            } catch (IOException | BackupException e) {
                throw incomplete(loader, existed && !force, e);
            }
            List<String> notes = new ArrayList<>();
            if (Files.isDirectory(history)) {
                notes.add("The release history was not changed; there is a copy in " + history);
            }
            try (Database restored = loader.open()) {
                return new RestoreOutcome(description(), restored.read(DatabaseSummary::read), notes);
            }
        }
    }

    /** Removes what was restored so far, which could be taken for the whole. */
    private BackupException incomplete(ServerDatabaseLoader loader, boolean existed, Exception cause) {
        String message = cause instanceof BackupException ? String.valueOf(cause.getMessage()) : cause.toString();
        try {
            loader.drop();
            if (existed) {
                loader.create();
            }
            return new BackupException(message + " (nothing was restored: " + uri + " was emptied again)", cause);
        } catch (IOException | BackupException e) {
            e.addSuppressed(cause);
            return new BackupException(
                    message + " (DON'T USE " + uri + ": it is incomplete and could not be dropped)", e);
        }
    }

    @Override
    public String clockStepEffect() {
        return "events after the first one with a later time are not replayed";
    }

    @Override
    public String description() {
        return uri.toString();
    }
}
