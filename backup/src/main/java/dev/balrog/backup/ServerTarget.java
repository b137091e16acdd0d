// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database on a server to restore to. */
record ServerTarget(DatabaseUri.MySql uri, boolean force) implements Target {

    @Override
    public void requireFree() {
        if (!force && tables() > 0) {
            throw new BackupException("There are tables in " + uri
                    + " already: restore to a database of another name, or use --force, which deletes that one");
        }
    }

    private int tables() {
        try (ServerRestore restore = new ServerRestore(uri)) {
            return restore.tables();
        } catch (IOException e) {
            throw new BackupException(uri + " can't be looked at: " + e, e);
        }
    }

    @Override
    public List<String> steps(@Nullable Instant second) {
        List<String> steps = new ArrayList<>();
        steps.add("Check every part against its manifest");
        int tables = tables();
        if (tables < 0) {
            steps.add("Make the database " + uri);
        } else if (tables > 0) {
            steps.add("DELETE the database " + uri + " with its " + tables + " tables, and make it anew");
        }
        steps.add("Load the snapshot into it");
        steps.add("Execute what the binary log has after that"
                + (second == null ? "" : ", until the end of the second " + second));
        return steps;
    }

    @Override
    public Optional<String> warning(Chain whole, Chain part) {
        return Optional.empty();
    }

    @Override
    public Restore.Outcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException {
        try (ServerRestore restore = new ServerRestore(uri)) {
            if (force) {
                restore.drop();
            }
            restore.create();
            restore.fill(chain, second == null ? null : second.plus(Duration.ofSeconds(1)));
            List<String> notes = new ArrayList<>();
            if (Files.isDirectory(history)) {
                notes.add("The history of releases was not touched; there is a copy in " + history);
            }
            return new Restore.Outcome(description(), restore.read(Facts::read), notes);
        }
    }

    @Override
    public String description() {
        return uri.toString();
    }
}
