// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.DatabaseUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SQLite database. Each poll that finds a commit copies it by SQLite's online backup API; an increment holds the pages
 * that differ from the state before. A poll that finds no commit only reads SQLite's commit counter.
 */
final class SqliteSource implements BackupSource {
    static final String DATA = "snapshot.db.gz";
    private static final String COPY = DurableFiles.UNFINISHED + "copy.db";

    private final DatabaseUri.Sqlite uri;
    private final InstantSource clock;
    private @Nullable Opened opened;
    private @Nullable LastPoll last;

    /**
     * Connection.
     *
     * @param key identity of the file, which changes when another one takes its place
     */
    private record Opened(Connection connection, @Nullable Object key) {}

    /**
     * State that the last poll found.
     *
     * @param chain name of the chain
     * @param increments number of increments of the chain
     * @param version SQLite's {@code data_version}, which only has a meaning for the same connection
     */
    private record LastPoll(
            Path chain,
            int increments,
            PageDigests pages,
            @Nullable Opened by,
            long version) {}

    SqliteSource(DatabaseUri.Sqlite uri, InstantSource clock) {
        this.uri = uri;
        this.clock = clock;
    }

    @Override
    public Snapshot snapshot(Path chain) throws IOException {
        Path copy = chain.resolve(COPY);
        try {
            Opened database = opened();
            Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            long version = SqliteDatabases.dataVersion(database.connection(), uri.file());
            SqliteDatabases.copy(database.connection(), uri.file(), copy);
            Instant time = after();
            DatabaseSummary summary = SqliteDatabases.readAlone(copy, DatabaseSummary::read);
            PageDigests pages = PageDigests.of(copy);
            StoredFile file = DurableFiles.writeCompressed(chain.resolve(DATA), out -> Files.copy(copy, out));
            last = new LastPoll(Path.of(DurableFiles.name(time)), 0, pages, database, version);
            return new Snapshot(
                    Snapshot.FORMAT,
                    null,
                    uri.toString(),
                    from,
                    time,
                    file,
                    summary.schemaVersion(),
                    summary.lastChange(),
                    summary.rows(),
                    Version.current(),
                    new Snapshot.SqliteFile(pages.state()));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public Chain increment(Chain chain) throws IOException {
        LastPoll before = last(chain);
        Opened database = opened();
        Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long version = SqliteDatabases.dataVersion(database.connection(), uri.file());
        if (database.equals(before.by()) && version == before.version()) {
            return chain.watchedUntil(from);
        }
        DurableFiles.makePrivate(chain.parts());
        Path copy = chain.parts().resolve(COPY);
        Files.deleteIfExists(copy);
        try {
            SqliteDatabases.copy(database.connection(), uri.file(), copy);
            Instant time = after();
            PageDigests pages = PageDigests.of(copy);
            if (!before.pages().isComparable(pages)) {
                throw new GapException("The size of the pages of " + uri + " has changed");
            }
            int changed = before.pages().differences(pages);
            boolean same = changed == 0 && before.pages().count() == pages.count();
            Chain after =
                    same ? chain.watchedUntil(from) : add(chain, before.pages(), pages, copy, changed, from, time);
            last = new LastPoll(key(after), after.increments().size(), pages, database, version);
            return after;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static Chain add(
            Chain chain, PageDigests before, PageDigests after, Path copy, int changed, Instant from, Instant time)
            throws IOException {
        StoredFile file = DurableFiles.writeCompressed(
                chain.nextFile(time, ".pages.gz"), out -> before.writeDifferences(after, copy, out));
        return chain.add(new Increment(
                chain.increments().size() + 1,
                chain.since(from),
                from,
                time,
                file,
                SqliteDatabases.readAlone(copy, DatabaseSummary::lastChange),
                new Increment.Pages(changed, after.state())));
    }

    /** Returns the current time, rounded up: what is committed after the copy has this time or a later one. */
    private Instant after() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static Path key(Chain chain) {
        return Objects.requireNonNull(chain.directory().getFileName());
    }

    /** Returns the state at the end of a chain: that of the last poll, or else read from the chain itself. */
    private LastPoll last(Chain chain) throws IOException {
        if (last != null
                && last.chain().equals(key(chain))
                && last.increments() == chain.increments().size()) {
            return last;
        }
        return new LastPoll(key(chain), chain.increments().size(), SqliteChainReader.pages(chain), null, 0);
    }

    private Opened opened() throws IOException {
        Object key = Files.exists(uri.file())
                ? Files.readAttributes(uri.file(), BasicFileAttributes.class).fileKey()
                : null;
        if (opened != null && Objects.equals(opened.key(), key)) {
            return opened;
        }
        close();
        Opened now = new Opened(SqliteDatabases.open(uri.file()), key);
        opened = now;
        return now;
    }

    @Override
    public List<String> limits() {
        return List.of();
    }

    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException e) {
                throw SqliteDatabases.failure(uri.file(), e);
            }
        }
    }
}
