// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Temporary databases, in which backups are tried. */
sealed interface Scratch extends AutoCloseable {

    /**
     * Those for a chain.
     *
     * @param server a database beside which temporary ones may be made
     * @param directory is empty
     */
    static Scratch of(Chain chain, Optional<DatabaseUri> server, Path directory, InstantSource clock) {
        return switch (chain.snapshot().content()) {
            case Snapshot.SqliteFile _ -> new SqliteFiles(directory);
            case Snapshot.SqlDump _
            when server.orElse(null) instanceof DatabaseUri.MySql mysql -> new ServerDatabase(beside(mysql, clock));
            case Snapshot.SqlDump _ ->
                throw new BackupException("The backup is of a database on a server, so a server is needed to verify it:"
                        + " name a database beside which a temporary one may be made");
        };
    }

    private static DatabaseUri.MySql beside(DatabaseUri.MySql uri, InstantSource clock) {
        String name = uri.name() + "_verify_" + Long.toString(clock.millis(), Character.MAX_RADIX);
        return uri.withName(name);
    }

    /**
     * Restores to a new database, and looks at what it holds.
     *
     * @param end what a binary log has from then on is left out; null for nothing
     */
    <T> T restore(Chain chain, @Nullable Instant end, Function<DSLContext, T> look) throws IOException;

    @Override
    void close() throws IOException;

    /** SQLite files. */
    record SqliteFiles(Path directory) implements Scratch {
        @Override
        public <T> T restore(Chain chain, @Nullable Instant end, Function<DSLContext, T> look) throws IOException {
            Path file = directory.resolve("restored.db");
            Files.deleteIfExists(file);
            SqliteRestore.restore(chain, file);
            return SqliteCopy.readAlone(file, look);
        }

        @Override
        public void close() throws IOException {
            DurableFiles.deleteTree(directory);
        }
    }

    /** A database on a server. */
    record ServerDatabase(DatabaseUri.MySql uri) implements Scratch {
        @Override
        public <T> T restore(Chain chain, @Nullable Instant end, Function<DSLContext, T> look) throws IOException {
            try (ServerRestore restore = new ServerRestore(uri)) {
                restore.drop();
                restore.create();
                restore.fill(chain, end);
                return restore.read(look);
            }
        }

        @Override
        public void close() throws IOException {
            try (ServerRestore restore = new ServerRestore(uri)) {
                restore.drop();
            }
        }
    }
}
