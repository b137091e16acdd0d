// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Database that a backup is restored to. */
sealed interface RestoreTarget permits SqliteTarget, ServerTarget {

    /**
     * Creates the target for a chain.
     *
     * @throws BackupException when that can't be restored to a database of this kind
     */
    static RestoreTarget of(Chain chain, DatabaseUri into, boolean force, InstantSource clock) {
        return switch (chain.snapshot().content()) {
            case Snapshot.SqliteFile _
            when into instanceof DatabaseUri.Sqlite sqlite -> new SqliteTarget(sqlite, force, clock);
            case Snapshot.SqliteFile _ ->
                throw new BackupException("The backup is of a SQLite database, and can't be restored to " + into
                        + ": name a file, and use balrog export and import to convert one kind to the other");
            case Snapshot.SqlDump _ when into instanceof DatabaseUri.MySql mysql -> new ServerTarget(mysql, force);
            case Snapshot.SqlDump _ ->
                throw new BackupException("The backup is of a database on a server, and can't be restored to " + into
                        + ": give the URI of a database on such a server");
        };
    }

    /**
     * Checks that no existing database is overwritten without force.
     *
     * @throws BackupException when one would be
     */
    void requireFree();

    /** Returns the steps of {@link #restore}, in words. */
    List<String> steps(@Nullable Instant second);

    /** Restores the database as of the end of a second, or as of the end of the chain. */
    RestoreOutcome restore(Chain chain, Path history, @Nullable Instant second) throws IOException;

    /** Returns, in words, what is restored when the times of changes are not in the order of their commits. */
    String clockStepEffect();

    /** Returns its URI without the password. */
    String description();
}
