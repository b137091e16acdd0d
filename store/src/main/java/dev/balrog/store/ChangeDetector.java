// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static org.jooq.impl.SQLDataType.BIGINT;
import static org.jooq.impl.SQLDataType.VARCHAR;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.Result;
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
        private final Object value;
        private final boolean settled;

        private Fingerprint(Object value, boolean settled) {
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
     * <p>A connection that the server has dropped meanwhile is replaced by a new one.
     *
     * @throws StoreException when the database can't be read; the next call connects anew
     */
    public synchronized Fingerprint fingerprint() {
        boolean connected = session != null;
        try {
            return take();
        } catch (SQLException | IOException | DataAccessException e) {
            close();
            if (!connected) {
                throw database.failure(e);
            }
        }
        try {
            return take();
        } catch (SQLException | IOException | DataAccessException e) {
            close();
            throw database.failure(e);
        }
    }

    private Fingerprint take() throws SQLException, IOException {
        Session current = session();
        return current.fileKey == null ? ofServer(current.sql) : ofFile(current.sql);
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
            current = new Session(connection, database.sql(connection), fileKey);
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

    /** Modification times of a table, as the server tells them. The age is no part: it grows while nothing changes. */
    private record TableTimes(
            String table,
            @Nullable String created,
            @Nullable String updated) {}

    private Fingerprint ofServer(DSLContext sql) {
        Field<String> table = DSL.field("table_name", VARCHAR);
        Field<String> created = DSL.field("CAST(create_time AS CHAR)", VARCHAR);
        Field<String> updated = DSL.field("CAST(update_time AS CHAR)", VARCHAR);
        Field<Long> age = DSL.field("TIMESTAMPDIFF(SECOND, update_time, NOW())", BIGINT);
        Result<Record4<String, String, String, Long>> rows = sql.select(table, created, updated, age)
                .from("information_schema.tables")
                .where("table_schema = DATABASE()")
                .and(table.in(tables))
                .orderBy(table)
                .fetch();
        List<TableTimes> times = rows.map(row -> new TableTimes(row.get(table), row.get(created), row.get(updated)));
        // Each value is read as a string: some servers send the results of CONCAT_WS as bytes, which equal nothing.
        List<Field<String>> counts = Stream.concat(
                        Stream.of("@@server_id"),
                        SMALL_TABLES.stream()
                                .flatMap(name -> Stream.of(
                                        "(SELECT CONCAT_WS('/', COUNT(*), SUM(data_version)) FROM " + name + ")",
                                        "(SELECT MAX(change_id) FROM " + name + "_history)")))
                .map(expression -> DSL.field("CAST(" + expression + " AS CHAR)", VARCHAR))
                .toList();
        Record count = Objects.requireNonNull(sql.select(counts).fetchOne());
        boolean settled = rows.stream()
                .map(row -> row.get(age))
                .allMatch(seconds -> seconds == null || seconds >= SETTLED_AFTER_SECONDS);
        return new Fingerprint(List.of(times, counts.stream().map(count::get).toList()), settled);
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
