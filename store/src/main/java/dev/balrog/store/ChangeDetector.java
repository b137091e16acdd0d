// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells cheaply, so that it can be asked every second, whether answers may have changed since the last time. It never
 * misses a change that was committed, by whichever process, and sometimes suspects one that there was not.
 *
 * <p>On SQLite it is the file's own change counter, and whether another file has taken its place. A file that is
 * overwritten in place, rather than through SQLite or by renaming, may go unnoticed; SQLite allows no such thing.
 *
 * <p>On MySQL and MariaDB it is when the server last saw a change in each of the tables. The server counts in seconds,
 * so for three seconds after a change another one is suspected. It knows these times only since it was started, which
 * shows up as a change. Changes are only missed if a table is changed, and the server restarted, twice between two
 * questions. Tables have to be in InnoDB. Numbers and versions of rules, shutoffs and pins, and their histories, are
 * looked at as well.
 */
public final class ChangeDetector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeDetector.class);
    private static final List<String> SMALL_TABLES = List.of("rules", "emergency_shutoffs", "pinnable_releases");
    private static final List<String> RELEASE_TABLES = List.of("releases", "releases_json", "release_assets");
    private static final int SETTLED_AFTER_SECONDS = 3;

    private final Database database;
    private final List<String> tables;
    private @Nullable Session session;
    private long sessions;

    /** Looks at what answers to clients depend on. */
    public ChangeDetector(Database database) {
        this(
                database,
                Stream.concat(SMALL_TABLES.stream(), RELEASE_TABLES.stream()).toList());
    }

    /** Looks at these tables, and perhaps at others. */
    public ChangeDetector(Database database, List<String> tables) {
        this.database = database;
        this.tables = List.copyOf(tables);
    }

    /**
     * What the database looks like at a moment. To be taken before a snapshot is loaded, so that a change in between is
     * noticed the next time.
     */
    public static final class Fingerprint {
        private final String value;
        private final boolean settled;

        private Fingerprint(String value, boolean settled) {
            this.value = value;
            this.settled = settled;
        }

        /** Whether nothing has changed from the earlier fingerprint to this one; false when there is no earlier one. */
        public boolean sameAs(@Nullable Fingerprint earlier) {
            return earlier != null && earlier.settled && earlier.value.equals(value);
        }
    }

    private record Session(
            Connection connection, DSLContext sql, @Nullable Object fileKey) {}

    /**
     * Takes the fingerprint of this moment.
     *
     * @throws StoreException when the database can't be read; the next call connects anew
     */
    public synchronized Fingerprint fingerprint() {
        try {
            Session current = session();
            return current.fileKey == null ? ofServer(current.sql) : ofFile(current.sql);
        } catch (SQLException | IOException | DataAccessException e) {
            close();
            throw database.failure(e);
        }
    }

    private Session session() throws SQLException, IOException {
        database.checkFile();
        Object fileKey = database.uri() instanceof DatabaseUri.Sqlite(Path file) ? fileKey(file) : null;
        Session current = session;
        if (current != null && fileKey != null && !fileKey.equals(current.fileKey)) {
            close();
            database.reconnect();
            current = null;
        }
        if (current == null) {
            Connection connection = database.connect();
            current = new Session(connection, DSL.using(connection, database.dialect()), fileKey);
            session = current;
            sessions++;
            if (connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("MySQL")) {
                // MySQL 8 would show what it knew up to a day ago.
                current.sql.execute("SET SESSION information_schema_stats_expiry = 0");
            }
        }
        return current;
    }

    /** The connection holds the file open, so that no other file can get the same key meanwhile. */
    private static Object fileKey(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }

    /** The counter only has a meaning within one connection, so the connection is part of it. */
    private Fingerprint ofFile(DSLContext sql) {
        return new Fingerprint(
                sessions + ":" + sql.fetchSingle("PRAGMA data_version").get(0), true);
    }

    private Fingerprint ofServer(DSLContext sql) {
        List<Record> times =
                List.copyOf(sql.fetch("SELECT table_name, CAST(create_time AS CHAR), CAST(update_time AS CHAR),"
                        + " TIMESTAMPDIFF(SECOND, update_time, NOW()) FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE() AND table_name IN ("
                        + tables.stream().map(table -> "'" + table + "'").collect(Collectors.joining(", "))
                        + ") ORDER BY table_name"));
        String counts = SMALL_TABLES.stream()
                .map(table -> "(SELECT CONCAT_WS('/', COUNT(*), SUM(data_version)) FROM " + table
                        + "), (SELECT MAX(change_id) FROM " + table + "_history)")
                .collect(Collectors.joining(", ", "SELECT @@server_id, ", ""));
        boolean settled = times.stream().allMatch(row -> {
            Long age = row.get(3, Long.class);
            return age == null || age >= SETTLED_AFTER_SECONDS;
        });
        List<List<Object>> values = Stream.concat(times.stream(), Stream.of(sql.fetchSingle(counts)))
                .map(Record::intoList)
                .toList();
        return new Fingerprint(values.toString(), settled);
    }

    @Override
    public synchronized void close() {
        Session current = session;
        session = null;
        if (current != null) {
            try {
                current.connection.close();
            } catch (SQLException e) {
                // It is given up in any case.
                LOG.debug("Can't close the connection to {}", database.uri(), e);
            }
        }
    }
}
