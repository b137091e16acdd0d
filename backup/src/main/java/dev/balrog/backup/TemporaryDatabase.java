// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseOptions;
import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Temporary database that backups are restored to, to prove that they can be. */
sealed interface TemporaryDatabase extends AutoCloseable {

    /**
     * Creates the kind that a chain needs.
     *
     * @param server database beside which temporary ones may be created
     * @param directory empty directory
     */
    static TemporaryDatabase of(Chain chain, Optional<DatabaseUri> server, Path directory, InstantSource clock) {
        return switch (chain.snapshot().content()) {
            case Snapshot.SqliteFile _ -> new SqliteFiles(directory);
            case Snapshot.SqlDump _
            when server.orElse(null) instanceof DatabaseUri.MySql mysql -> new ServerDatabase(beside(mysql, clock));
            case Snapshot.SqlDump _ ->
                throw new BackupException("The backup is of a database on a server, so a server is needed to verify it:"
                        + " name a database beside which a temporary one may be created");
        };
    }

    private static DatabaseUri.MySql beside(DatabaseUri.MySql uri, InstantSource clock) {
        String name = uri.name() + "_verify_" + Long.toString(clock.millis(), Character.MAX_RADIX);
        return uri.withName(name);
    }

    /**
     * Restores to a new database, and reads it.
     *
     * @param end events of a binary log from this time on are left out; null for none
     */
    <T> T restore(Chain chain, @Nullable Instant end, Function<Database, T> read) throws IOException;

    @Override
    void close() throws IOException;

    /** SQLite file. */
    record SqliteFiles(Path directory) implements TemporaryDatabase {
        @Override
        public <T> T restore(Chain chain, @Nullable Instant end, Function<Database, T> read) throws IOException {
            Path file = directory.resolve("restored.db");
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(directory.resolve(file.getFileName() + suffix));
            }
            SqliteChainReader.restore(chain, file);
            try (Database restored = new Database(new DatabaseUri.Sqlite(file), DatabaseOptions.forReading())) {
                return read.apply(restored);
            }
        }

        @Override
        public void close() throws IOException {
            DurableFiles.deleteTree(directory);
        }
    }

    /** Database on a server. */
    record ServerDatabase(DatabaseUri.MySql uri) implements TemporaryDatabase {
        @Override
        public <T> T restore(Chain chain, @Nullable Instant end, Function<Database, T> read) throws IOException {
            try (ServerDatabaseLoader loader = new ServerDatabaseLoader(uri)) {
                ServerDatabaseLoader.Prepared prepared = loader.prepare(chain, end);
                loader.drop();
                loader.create();
                loader.load(prepared);
                try (Database restored = loader.open()) {
                    return read.apply(restored);
                }
            }
        }

        @Override
        public void close() throws IOException {
            try (ServerDatabaseLoader loader = new ServerDatabaseLoader(uri)) {
                loader.drop();
            }
        }
    }
}
