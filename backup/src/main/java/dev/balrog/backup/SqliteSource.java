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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SQLite database. Each look at it copies it, so that there is one consistent state; what is kept is only the pages
 * that differ from the state before. There is no look while nothing was committed.
 */
final class SqliteSource implements Source {
    static final String DATA = "snapshot.db.gz";
    private static final String COPY = DurableFiles.UNFINISHED + "copy.db";

    private final DatabaseUri.Sqlite uri;
    private final InstantSource clock;
    private @Nullable Opened opened;
    private @Nullable Seen seen;

    /**
     * A connection.
     *
     * @param key tells the file from one that took its place
     */
    private record Opened(Connection connection, @Nullable Object key) {}

    /**
     * What the last look found.
     *
     * @param chain where it is the last part
     * @param version SQLite's counter of commits; only has a meaning for the same connection
     */
    private record Seen(
            Path chain,
            int increments,
            Pages pages,
            @Nullable Opened by,
            long version) {}

    SqliteSource(DatabaseUri.Sqlite uri, InstantSource clock) {
        this.uri = uri;
        this.clock = clock;
    }

    @Override
    public Snapshot snapshot(Path directory) throws IOException {
        Path copy = directory.resolve(COPY);
        try {
            Opened database = opened();
            Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            long version = SqliteCopy.dataVersion(database.connection(), uri.file());
            SqliteCopy.copy(database.connection(), uri.file(), copy);
            Instant time = after();
            Facts facts = SqliteCopy.readAlone(copy, Facts::read);
            Pages pages = Pages.of(copy);
            StoredFile file = DurableFiles.writeCompressed(directory.resolve(DATA), out -> Files.copy(copy, out));
            seen = new Seen(Path.of(DurableFiles.name(time)), 0, pages, database, version);
            return new Snapshot(
                    Snapshot.FORMAT,
                    uri.toString(),
                    from,
                    time,
                    file,
                    facts.schemaVersion(),
                    facts.lastChange(),
                    facts.rows(),
                    Version.current(),
                    new Snapshot.SqliteFile(pages.state()));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public Chain follow(Chain chain) throws IOException {
        Seen before = seen(chain);
        Opened database = opened();
        Instant from = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long version = SqliteCopy.dataVersion(database.connection(), uri.file());
        if (database.equals(before.by()) && version == before.version()) {
            return chain.watchedUntil(from);
        }
        DurableFiles.makePrivate(chain.parts());
        Path copy = chain.parts().resolve(COPY);
        Files.deleteIfExists(copy);
        try {
            SqliteCopy.copy(database.connection(), uri.file(), copy);
            Instant time = after();
            Pages pages = Pages.of(copy);
            if (!before.pages().isComparable(pages)) {
                throw new GapException("The size of the pages of " + uri + " has changed");
            }
            int changed = before.pages().differences(pages);
            boolean same = changed == 0 && before.pages().count() == pages.count();
            Chain after =
                    same ? chain.watchedUntil(from) : add(chain, before.pages(), pages, copy, changed, from, time);
            seen = new Seen(key(after), after.increments().size(), pages, database, version);
            return after;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static Chain add(Chain chain, Pages before, Pages after, Path copy, int changed, Instant from, Instant time)
            throws IOException {
        StoredFile file = DurableFiles.writeCompressed(
                chain.nextFile(time, ".pages.gz"), out -> before.writeDifferences(after, copy, out));
        return chain.add(new Increment(
                chain.increments().size() + 1,
                from,
                time,
                file,
                SqliteCopy.readAlone(copy, Facts::lastChange),
                new Increment.Pages(changed, after.state())));
    }

    /** Now, or a little later: what is committed after the copy was made has a later time in any case. */
    private Instant after() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    }

    private static Path key(Chain chain) {
        return Objects.requireNonNull(chain.directory().getFileName());
    }

    /** The state at the end of a chain: the one that was seen last, or else read from the chain itself. */
    private Seen seen(Chain chain) throws IOException {
        if (seen != null
                && seen.chain().equals(key(chain))
                && seen.increments() == chain.increments().size()) {
            return seen;
        }
        return new Seen(key(chain), chain.increments().size(), SqliteRestore.pages(chain), null, 0);
    }

    private Opened opened() throws IOException {
        Object key = Files.exists(uri.file())
                ? Files.readAttributes(uri.file(), BasicFileAttributes.class).fileKey()
                : null;
        if (opened != null && Objects.equals(opened.key(), key)) {
            return opened;
        }
        close();
        Opened now = new Opened(SqliteCopy.open(uri.file()), key);
        opened = now;
        return now;
    }

    @Override
    public void close() {
        Opened open = opened;
        opened = null;
        if (open != null) {
            try {
                open.connection().close();
            } catch (SQLException e) {
                throw SqliteCopy.failure(uri.file(), e);
            }
        }
    }
}
