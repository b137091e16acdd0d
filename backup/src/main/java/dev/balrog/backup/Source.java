// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** A database that is being backed up. */
sealed interface Source extends AutoCloseable permits SqliteSource, ServerSource {

    static Source of(DatabaseUri uri, InstantSource clock) {
        return switch (uri) {
            case DatabaseUri.Sqlite sqlite -> new SqliteSource(sqlite, clock);
            case DatabaseUri.MySql mysql -> new ServerSource(mysql);
        };
    }

    /**
     * Writes all that it holds.
     *
     * @param directory the chain that begins with it
     */
    Snapshot snapshot(Path directory) throws IOException;

    /**
     * Adds what changed since.
     *
     * @return the chain with it
     * @throws GapException when that can't be found out any more
     */
    Chain follow(Chain chain) throws IOException;

    /** What changed since the last part of a chain can't be had any more, so a new chain has to begin. */
    final class GapException extends IOException {
        private static final long serialVersionUID = 1L;

        GapException(String message) {
            super(message);
        }
    }

    @Override
    void close();
}
