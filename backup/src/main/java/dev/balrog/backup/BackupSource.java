// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Database that is backed up. */
sealed interface BackupSource extends AutoCloseable permits SqliteSource, ServerSource {

    /**
     * Creates the source for a database.
     *
     * @param directory directory of the backups
     */
    static BackupSource of(DatabaseUri uri, Path directory, InstantSource clock) {
        return switch (uri) {
            case DatabaseUri.Sqlite sqlite -> new SqliteSource(sqlite, clock);
            case DatabaseUri.MySql mysql -> new ServerSource(mysql, directory);
        };
    }

    /**
     * Takes a full backup.
     *
     * @param chain directory of the chain that begins with it
     */
    Snapshot snapshot(Path chain) throws IOException;

    /**
     * Takes an incremental backup: adds the changes since the last part of a chain.
     *
     * @return the chain with them
     * @throws GapException when these changes are no longer available
     */
    Chain increment(Chain chain) throws IOException;

    /** The changes since the last part of a chain are no longer available, so a new chain has to begin. */
    final class GapException extends IOException {
        private static final long serialVersionUID = 1L;

        GapException(String message) {
            super(message);
        }
    }

    /** Returns what limits the backups of this database, in words. */
    List<String> limits();

    @Override
    void close();
}
