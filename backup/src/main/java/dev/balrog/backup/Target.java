// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a database is restored to. */
sealed interface Target permits SqliteTarget, ServerTarget {

    /**
     * The one for a chain.
     *
     * @throws BackupException when that can't be restored to a database of this kind
     */
    static Target of(Chain chain, DatabaseUri into, boolean force, InstantSource clock) {
        return switch (chain.snapshot().content()) {
            case Snapshot.SqliteFile _
            when into instanceof DatabaseUri.Sqlite sqlite -> new SqliteTarget(sqlite, force, clock);
            case Snapshot.SqliteFile _ ->
                throw new BackupException("The backup is of a SQLite database, and can't be restored to " + into
                        + ": name a file, and use balrog export and import to come from one kind to the other");
            case Snapshot.SqlDump _ when into instanceof DatabaseUri.MySql mysql -> new ServerTarget(mysql, force);
            case Snapshot.SqlDump _ ->
                throw new BackupException("The backup is of a database on a server, and can't be restored to " + into
                        + ": give the URI of a database on such a server");
        };
    }

    /**
     * Checks that nothing is overwritten that is not to be.
     *
     * @throws BackupException when it would be
     */
    void requireFree();

    /** What it is going to do with what the chain holds, for people. */
    List<String> steps(@Nullable Instant second);

    /** What may be missing though it was asked for. */
    Optional<String> warning(Chain whole, Chain part);

    /** Restores what was there at the end of this second, or all that there is. */
    Restore.Outcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException;

    /** Where it is; without the password. */
    String description();
}
