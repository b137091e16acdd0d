// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.admin.AdminSettings;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.history.DirectoryObjectStore;
import dev.balrog.store.history.HistoryBuckets;
import dev.balrog.store.history.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the stores in which the history of releases is kept. */
final class HistoryStores {
    private static final String FILE = "file://";

    private HistoryStores() {}

    /**
     * Opens the stores that the settings name. Where they name none, the history is kept in a directory: beside a SQLite
     * database, or else below the working directory.
     *
     * @throws CommandFailure when there is no such store
     */
    static HistoryBuckets open(AdminSettings settings) {
        Path directory = directory(settings.database());
        return new HistoryBuckets(
                open(settings.history().releases(), directory.resolve("releases")),
                open(settings.history().nightly(), directory.resolve("nightly")));
    }

    private static Path directory(DatabaseUri database) {
        return switch (database) {
            case DatabaseUri.Sqlite sqlite ->
                sqlite.file().resolveSibling(sqlite.file().getFileName() + ".history");
            case DatabaseUri.MySql _ -> Path.of("data", "history").toAbsolutePath();
        };
    }

    private static ObjectStore open(Optional<String> address, Path usual) {
        if (address.isEmpty()) {
            return new DirectoryObjectStore(usual);
        }
        String place = address.get();
        if (place.startsWith(FILE)) {
            return new DirectoryObjectStore(Path.of(URI.create(place)));
        }
        throw new CommandFailure(
                "the history of releases can't be kept in " + place + ": give a directory, such as file:///var/balrog");
    }
}
