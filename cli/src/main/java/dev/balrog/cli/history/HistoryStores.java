// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.history;

import dev.balrog.admin.AdminSettings;
import dev.balrog.cli.run.CommandFailure;
import dev.balrog.cloud.ObjectStores;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the object stores for the history of releases. */
public final class HistoryStores {
    private HistoryStores() {}

    /**
     * Opens the configured stores. Without a configured store, the history is kept in a directory:
     * beside a SQLite database, or else below the working directory.
     *
     * @throws CommandFailure if a store can't be opened
     */
    public static HistoryBuckets open(DatabaseUri database, AdminSettings.History settings) {
        Path directory = directory(database);
        return new HistoryBuckets(
                open(settings.releases(), directory.resolve("releases")),
                open(settings.nightly(), directory.resolve("nightly")));
    }

    private static Path directory(DatabaseUri database) {
        return switch (database) {
            case DatabaseUri.Sqlite sqlite ->
                sqlite.file().resolveSibling(sqlite.file().getFileName() + ".history");
            case DatabaseUri.MySql _ -> Path.of("data", "history").toAbsolutePath();
        };
    }

    private static ObjectStore open(Optional<String> address, Path usual) {
        try {
            if (address.isEmpty()) {
                return new DirectoryObjectStore(usual);
            }
            return ObjectStores.open(address.get(), System.getenv());
        } catch (IllegalArgumentException | ObjectStoreException wrong) {
            throw new CommandFailure(String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
