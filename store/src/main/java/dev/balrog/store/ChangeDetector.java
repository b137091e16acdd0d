// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;
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
import org.jooq.Record5;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects whether responses may have changed since the last poll, cheaply enough to poll every
 * second. Never misses a committed change, whichever process committed it; sometimes reports a
 * change where there was none.
 *
 * <p>On SQLite, it compares the file's own change counter and the identity of the file. A file that
 * is overwritten in place, rather than through SQLite or by renaming, may go unnoticed; SQLite does
 * not allow such overwriting.
 *
 * <p>On MySQL and MariaDB, it compares the server's last modification time of each table. The times
 * have a resolution of one second, so another change is reported for three seconds after a change.
 * The server only knows the times since it was started, so a restart is reported as a change. A
 * change is only missed if a table is changed, and the server restarted, twice between two polls.
 * The tables have to use InnoDB. Row counts and data versions of rules, shutoffs and pins, and the
 * latest change of their histories, are compared as well.
 */
public final class ChangeDetector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeDetector.class);
    private static final List<String> SMALL_TABLES = List.of("rules", "emergency_shutoffs", "pinnable_releases");
    private static final List<String> RELEASE_TABLES = List.of("releases", "releases_json", "release_assets");
    private static final int SETTLED_AFTER_SECONDS = 3;

    private static final Field<Long> NEWEST_AUDIT_ENTRY =
            DSL.field(DSL.select(DSL.max(BALROG_AUDIT_LOG.ID)).from(BALROG_AUDIT_LOG));

    private final Database database;
    private final List<String> tables;
    private @Nullable Session session;
    private long sessions;

    /** Creates a detector for the tables that responses to clients depend on. */
    public ChangeDetector(Database database) {
        this(
                database,
                Stream.concat(SMALL_TABLES.stream(), RELEASE_TABLES.stream()).toList());
    }

    /** Creates a detector for these tables; changes of other tables may be reported too. */
    public ChangeDetector(Database database, List<String> tables) {
        this.database = database;
        this.tables = List.copyOf(tables);
    }

    /**
     * State of the database at one point in time. Take it before loading a snapshot, so that a
     * change in between is noticed at the next poll.
     */
    public static final class Fingerprint {
        private final Object value;
        private final boolean settled;
        private final long auditSequence;

        private Fingerprint(Object value, boolean settled, long auditSequence) {
            this.value = value;
            this.settled = settled;
            this.auditSequence = auditSequence;
        }

        /**
         * Returns whether nothing has changed since the earlier fingerprint; false when it is null.
         */
        public boolean sameAs(@Nullable Fingerprint earlier) {
            return earlier != null && earlier.settled && earlier.value.equals(value);
        }

        /**
         * Returns the sequence number of the newest entry of the audit log that was committed
         * before the fingerprint was taken; 0 if there is none, or was no audit log when the
         * detector connected. Whoever loads after taking the fingerprint loads at least all changes
         * up to that entry.
         */
        public long auditSequence() {
            return auditSequence;
        }
    }

    private record Session(
            Connection connection, DSLContext sql, @Nullable Object fileKey, boolean audited) {}

    /**
     * Returns the current fingerprint.
     *
     * <p>Replaces a connection that the server has closed in the meantime by a new one.
     *
     * @throws StoreException when the database can't be read; the next call reconnects
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
        return current.fileKey == null ? ofServer(current) : ofFile(current);
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
            DSLContext sql = database.sql(connection);
            current = new Session(connection, sql, fileKey, hasAuditLog(sql, fileKey != null));
            session = current;
            sessions++;
            if (connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("MySQL")) {
                // MySQL 8 would return table times that are up to a day old.
                current.sql.execute("SET SESSION information_schema_stats_expiry = 0");
            }
        }
        return current;
    }

    /**
     * Returns the identity of a file. The connection keeps the file open, so no other file can get
     * the same key.
     */
    private static Object fileKey(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return key == null ? attributes.creationTime() : key;
    }

    /**
     * Returns the fingerprint of a SQLite file. The counter is only valid within one connection, so
     * the fingerprint contains the number of the connection.
     */
    private Fingerprint ofFile(Session current) {
        // Read first, so that the fingerprint is not older.
        Long sequence = current.audited
                ? current.sql.select(NEWEST_AUDIT_ENTRY).fetchSingle().value1()
                : null;
        Object version = current.sql.fetchSingle("PRAGMA data_version").get(0);
        return new Fingerprint(sessions + ":" + version, true, sequence == null ? 0 : sequence);
    }

    /** Databases that only Mozilla's Balrog has upgraded have no audit log. */
    private static boolean hasAuditLog(DSLContext sql, boolean file) {
        String names = file
                ? "SELECT COUNT(*) FROM sqlite_master WHERE name = ?"
                : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?";
        return sql.fetchSingle(names, BALROG_AUDIT_LOG.getName()).get(0, int.class) > 0;
    }

    /**
     * Creation and modification times of a table according to the server. The age is not included,
     * because it grows while nothing changes.
     */
    private record TableTimes(
            String table,
            @Nullable String created,
            @Nullable String updated) {}

    private Fingerprint ofServer(Session current) {
        DSLContext sql = current.sql;
        Field<String> table = DSL.field("table_name", VARCHAR);
        Field<String> created = DSL.field("CAST(create_time AS CHAR)", VARCHAR);
        Field<String> updated = DSL.field("CAST(update_time AS CHAR)", VARCHAR);
        Field<Long> age = DSL.field("TIMESTAMPDIFF(SECOND, update_time, NOW())", BIGINT);
        Field<Long> sequence = current.audited ? NEWEST_AUDIT_ENTRY : DSL.inline(0L);
        Result<Record5<String, String, String, Long, Long>> rows = sql.select(table, created, updated, age, sequence)
                .from("information_schema.tables")
                .where("table_schema = DATABASE()")
                .and(table.in(tables))
                .orderBy(table)
                .fetch();
        List<TableTimes> times = rows.map(row -> new TableTimes(row.get(table), row.get(created), row.get(updated)));
        // Each value is read as a string: some servers return CONCAT_WS as bytes, and byte arrays
        // are never equal.
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
        // The server may show the last changes of these tables a moment later than the entry.
        Long newest = rows.isEmpty() ? null : rows.getFirst().get(sequence);
        return new Fingerprint(
                List.of(times, counts.stream().map(count::get).toList()), settled, newest == null ? 0 : newest);
    }

    @Override
    public synchronized void close() {
        Session current = session;
        session = null;
        if (current != null) {
            try {
                current.connection.close();
            } catch (SQLException e) {
                // The connection is discarded in any case.
                LOG.debug("Can't close the connection to {}", database.uri(), e);
            }
        }
    }
}
