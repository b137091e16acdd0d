// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/**
 * Connection to the database. Connects on first use, so that a server can start while the database
 * is down. While it is unreachable, every method fails with an {@link UnavailableException} that
 * contains the reason.
 */
public final class Database implements AutoCloseable {
    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final String OUTCOME_UNKNOWN = " (it is unknown whether the change was committed)";

    private static final String SQLITE_DIRECTORY = "org.sqlite.tmpdir";

    /** Maximum number of snapshots of a read during an upgrade, more than an upgrade has steps. */
    private static final int MAX_SNAPSHOTS = 100;

    private static final String COMMIT = "COMMIT";
    private static final String ROLLBACK = "ROLLBACK";

    private final DatabaseUri uri;
    private final DatabaseOptions options;
    private final DataSource connector;
    private final HikariDataSource pool;
    private final WriteLock writeLock = new WriteLock();
    private final LongAdder statements = new LongAdder();
    private final ExecuteListener counting = ExecuteListener.onExecuteStart(_ -> statements.increment());

    public Database(DatabaseUri uri, DatabaseOptions options) {
        this.uri = uri;
        this.options = options;
        HikariConfig config = new HikariConfig();
        switch (uri) {
            case DatabaseUri.Sqlite sqlite -> connector = sqliteSource(sqlite, options);
            case DatabaseUri.MySql mysql -> {
                connector = ServerDataSource.of(mysql, options);
                config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            }
        }
        config.setDataSource(connector);
        config.setReadOnly(options.readOnly());
        config.setPoolName("balrog-" + (options.readOnly() ? "read" : "write"));
        config.setInitializationFailTimeout(-1);
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(options.maxConnections());
        config.setConnectionTimeout(options.connectTimeout().toMillis());
        this.pool = new HikariDataSource(config);
    }

    private static DataSource sqliteSource(DatabaseUri.Sqlite uri, DatabaseOptions options) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) options.socketTimeout().toMillis());
        if (options.readOnly()) {
            config.setReadOnly(true);
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        } else {
            // In WAL mode, readers and the writer don't block each other. The mode is stored in the
            // file.
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + uri.file());
        return source;
    }

    /** Returns the URI of the database. */
    public DatabaseUri uri() {
        return uri;
    }

    /** Returns live metrics of the connection pool. */
    public ConnectionPool connections() {
        return new ConnectionPool(pool, options.maxConnections(), statements::sum);
    }

    /**
     * Connects once, without waiting for a server that is down.
     *
     * @throws StoreException when the database is unreachable, or the file is no database
     */
    public void ping() {
        try (Connection connection = connect()) {
            sql(connection).fetch("SELECT 1");
            if (isSqlite()) {
                // SELECT 1 does not read the file; this statement does.
                sql(connection).fetch("PRAGMA schema_version");
            }
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
    }

    /**
     * Reads in one transaction with a consistent snapshot of the database.
     *
     * @throws StoreException when the database fails
     * @throws UnavailableException when it fails for a temporary reason
     */
    public <T> T read(Function<DSLContext, T> work) {
        return transaction(
                isSqlite() ? "BEGIN" : "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", work, COMMIT);
    }

    /**
     * Reads like {@link #read}, and again with a newer snapshot when another process has created or
     * altered a table since, as during an upgrade.
     *
     * @param work reads without side effects, since it can be executed several times
     * @throws StoreException when the database fails
     */
    public <T> T readDuringUpgrade(Function<DSLContext, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return read(work);
            } catch (StoreException e) {
                if (attempt == MAX_SNAPSHOTS || !ServerErrors.isTableAltered(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Reads and writes in one transaction, which is rolled back when the work throws an exception.
     *
     * @throws StoreException when the database fails
     * @throws UnavailableException when it fails for a temporary reason
     * @throws BusyException when the database allows only one writer and the write lock was not
     *     acquired in time
     */
    public <T> T write(Function<DSLContext, T> work) {
        return isSqlite()
                ? writeLock.await(options.writeLockTimeout(), () -> begunWriting(work, COMMIT))
                : begunWriting(work, COMMIT);
    }

    /**
     * Reads and writes like {@link #write}, but holds the write lock across all processes until the
     * transaction ends, so that the work sees the result of the previous exclusive transaction.
     *
     * @throws StoreException when the database fails
     * @throws BusyException when the write lock was not acquired in time
     */
    public <T> T writeExclusively(Function<DSLContext, T> work) {
        return withWriteLock(work, COMMIT);
    }

    /**
     * Executes the work as a dry run: like {@link #writeExclusively}, but always rolled back.
     *
     * @throws StoreException when the database fails
     * @throws BusyException when the write lock was not acquired in time
     */
    public <T> T dryRunExclusively(Function<DSLContext, T> work) {
        return withWriteLock(work, ROLLBACK);
    }

    private <T> T withWriteLock(Function<DSLContext, T> work, String end) {
        return writeLock.await(
                options.writeLockTimeout(),
                () -> begunWriting(
                        sql -> {
                            // SQLite allows only one writer anyway.
                            if (!isSqlite()) {
                                sql.fetch("SELECT id FROM balrog_change_lock WHERE id = 1 FOR UPDATE");
                            }
                            return work.apply(sql);
                        },
                        end));
    }

    private <T> T begunWriting(Function<DSLContext, T> work, String end) {
        // A SQLite transaction that begins as a reader fails at its first write when another
        // transaction has written in the meantime.
        return transaction(isSqlite() ? "BEGIN IMMEDIATE" : "START TRANSACTION", work, end);
    }

    private <T> T transaction(String begin, Function<DSLContext, T> work, String end) {
        checkFile();
        boolean committing = false;
        try (Connection connection = begun(begin)) {
            DSLContext sql = sql(connection);
            boolean ended = false;
            try {
                T result = work.apply(sql);
                committing = end.equals(COMMIT);
                sql.execute(end);
                ended = true;
                return result;
            } finally {
                if (!ended) {
                    rollback(connection, sql);
                }
            }
        } catch (SQLException | DataAccessException e) {
            StoreException failure = failure(e, !committing);
            if (failure instanceof UnavailableException && !ServerErrors.isConflict(e, isSqlite())) {
                // All pooled connections are to a server that is down or no longer the primary.
                reconnect();
            }
            throw failure;
        }
    }

    /**
     * Takes a connection from the pool and begins a transaction. The server may have closed an idle
     * connection or been restarted, and the pool does not validate a connection used within the
     * last half second. Nothing has been executed yet, so a second attempt is safe for every
     * transaction.
     */
    private Connection begun(String begin) throws SQLException {
        try {
            return begunOnce(begin);
        } catch (DataAccessException e) {
            if (isSqlite() || !ServerErrors.isConnectionLost(e)) {
                throw e;
            }
            LOG.debug("Connecting to {} again", uri, e);
            reconnect();
            return begunOnce(begin);
        }
    }

    private Connection begunOnce(String begin) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            sql(connection).execute(begin);
            return connection;
        } catch (DataAccessException e) {
            pool.evictConnection(connection);
            connection.close();
            throw e;
        }
    }

    private void rollback(Connection connection, DSLContext sql) {
        try {
            sql.execute(ROLLBACK);
        } catch (DataAccessException e) {
            // The exception that caused the rollback already reports the error.
            pool.evictConnection(connection);
        }
    }

    /** Returns whether the database is a SQLite file, not on a server. */
    public boolean isSqlite() {
        return uri instanceof DatabaseUri.Sqlite;
    }

    SQLDialect dialect() {
        return isSqlite() ? SQLDialect.SQLITE : SQLDialect.MARIADB;
    }

    /** Returns a jOOQ context for a connection that counts the executed statements. */
    public DSLContext sql(Connection connection) {
        return DSL.using(new DefaultConfiguration()
                .set(connection)
                .set(dialect())
                .set(new DefaultExecuteListenerProvider(counting)));
    }

    /** Opens a connection outside the pool, in autocommit mode. The caller closes it. */
    public Connection connect() throws SQLException {
        checkFile();
        return connector.getConnection();
    }

    /** Returns the data source, for libraries that open their own connections. */
    public DataSource connector() {
        return connector;
    }

    /**
     * Evicts pooled connections as soon as they are idle, because their server or file was
     * replaced.
     */
    void reconnect() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /**
     * Loads SQLite's native library. The error message of sqlite-jdbc contains neither the
     * directory nor the property.
     */
    private static void loadNativeLibrary() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new StoreException(
                    "SQLite's native library can't be loaded from the temporary directory "
                            + System.getProperty(SQLITE_DIRECTORY, System.getProperty("java.io.tmpdir"))
                            + ", perhaps because it is read-only or mounted noexec: name another one with -D"
                            + SQLITE_DIRECTORY + "=DIRECTORY, for the launcher in BALROG_JAVA_OPTS",
                    e);
        }
    }

    /**
     * Checks that the SQLite file is accessible. SQLite's own message for all these errors is only
     * that it can't open the file.
     *
     * @throws StoreException when it is not
     */
    public void checkFile() {
        if (!(uri instanceof DatabaseUri.Sqlite(Path file))) {
            return;
        }
        loadNativeLibrary();
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new StoreException("The directory " + directory + " for the database file does not exist");
        }
        if (!Files.exists(file)) {
            if (options.readOnly()) {
                throw new StoreException("The database file " + file + " does not exist");
            }
            if (!Files.isWritable(directory)) {
                throw new StoreException(
                        "The database file " + file + " can't be created: the directory is not writable");
            }
        } else if (!Files.isReadable(file) || !(options.readOnly() || Files.isWritable(file))) {
            throw new StoreException("The database file " + file + " is not "
                    + (Files.isReadable(file) ? "writable" : "readable") + " for this user");
        }
    }

    /**
     * Returns the exception for an error, with a one-line message that never contains the password.
     */
    public StoreException failure(Exception error) {
        return failure(error, true);
    }

    /**
     * Returns the exception for an error.
     *
     * @param outcomeKnown whether it is certain that nothing was changed
     */
    private StoreException failure(Exception error, boolean outcomeKnown) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        String line = message.lines().findFirst().orElse(message).strip();
        if (ServerErrors.isInvalidValue(error)) {
            return new InvalidValueException("Rejected by " + uri + ": " + line, line, error);
        }
        if (ServerErrors.isConnectionLost(error)) {
            return new UnavailableException(
                    "Can't connect to " + uri + ": " + line + (outcomeKnown ? "" : OUTCOME_UNKNOWN),
                    outcomeKnown,
                    error);
        }
        if (ServerErrors.isConflict(error, isSqlite())) {
            return new UnavailableException("Rolled back by " + uri + ": " + line, true, error);
        }
        if (ServerErrors.isReadOnly(error)) {
            return new UnavailableException("Nothing can be written to " + uri + ": " + line, true, error);
        }
        return new StoreException(
                (ServerErrors.isAccessDenied(error) ? "Can't connect to " : "Error in ") + uri + ": " + line, error);
    }

    @Override
    public void close() {
        pool.close();
    }
}
