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
 * The database. It is connected to when it is first used, so that a server can start while it is down; until then
 * and whenever it can't be reached, every use fails with an {@link UnavailableException} that says why.
 */
public final class Database implements AutoCloseable {
    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final String OUTCOME_UNKNOWN = " (whether the change was made is not known)";

    private static final String SQLITE_DIRECTORY = "org.sqlite.tmpdir";

    private static final String COMMIT = "COMMIT";
    private static final String ROLLBACK = "ROLLBACK";

    private final DatabaseUri uri;
    private final DatabaseOptions options;
    private final DataSource connector;
    private final HikariDataSource pool;
    private final WriteLock turn = new WriteLock();
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
            // Readers and the writer don't wait for each other. The file remembers it.
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + uri.file());
        return source;
    }

    /** Where the database is. */
    public DatabaseUri uri() {
        return uri;
    }

    /** What the connections to the database are used for at the moment. */
    public ConnectionPool connections() {
        return new ConnectionPool(pool, options.maxConnections(), statements::sum);
    }

    /**
     * Connects once, without waiting for a server that is down.
     *
     * @throws StoreException when the database can't be reached or is none
     */
    public void ping() {
        try (Connection connection = connect()) {
            sql(connection).fetch("SELECT 1");
            if (isSqlite()) {
                // Only this reads the file.
                sql(connection).fetch("PRAGMA schema_version");
            }
        } catch (SQLException | DataAccessException e) {
            throw failure(e);
        }
    }

    /**
     * Reads in one transaction, which sees the database as it is at one moment.
     *
     * @throws StoreException when the database fails
     * @throws UnavailableException when it fails for a reason that passes
     */
    public <T> T read(Function<DSLContext, T> work) {
        return transaction(
                isSqlite() ? "BEGIN" : "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", work, COMMIT);
    }

    /**
     * Reads and writes in one transaction, which is undone when the work throws an exception.
     *
     * @throws StoreException when the database fails
     * @throws UnavailableException when it fails for a reason that passes
     * @throws BusyException when the database takes one writer at a time, and there are too many
     */
    public <T> T write(Function<DSLContext, T> work) {
        return isSqlite()
                ? turn.await(options.turnTimeout(), () -> begunWriting(work, COMMIT))
                : begunWriting(work, COMMIT);
    }

    /**
     * The same, and until the transaction ends no other that is made this way is under way, in no process: what it reads
     * is what the one before has left.
     *
     * @throws StoreException when the database fails
     * @throws BusyException when too many others come first
     */
    public <T> T writeExclusively(Function<DSLContext, T> work) {
        return inTurn(work, COMMIT);
    }

    /**
     * The same, but everything is undone in the end, whatever comes of it.
     *
     * @throws StoreException when the database fails
     * @throws BusyException when too many others come first
     */
    public <T> T dryRunExclusively(Function<DSLContext, T> work) {
        return inTurn(work, ROLLBACK);
    }

    private <T> T inTurn(Function<DSLContext, T> work, String end) {
        return turn.await(
                options.turnTimeout(),
                () -> begunWriting(
                        sql -> {
                            // SQLite has one writer at a time anyway.
                            if (!isSqlite()) {
                                sql.fetch("SELECT id FROM balrog_change_lock WHERE id = 1 FOR UPDATE");
                            }
                            return work.apply(sql);
                        },
                        end));
    }

    private <T> T begunWriting(Function<DSLContext, T> work, String end) {
        // A SQLite transaction that begins by reading fails when it comes to writing and another one was faster.
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
                // All of them lead to a server that is gone, or no longer the one to write to.
                reconnect();
            }
            throw failure;
        }
    }

    /**
     * Takes a connection from the pool and begins a transaction. The server may have closed an idle connection, or have been
     * restarted; the pool does not validate one that was used within the last half second. Nothing was done yet, so the
     * second try is safe whatever the transaction is about.
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
            // What is wrong with it is being reported already, by the exception that led here.
            pool.evictConnection(connection);
        }
    }

    boolean isSqlite() {
        return uri instanceof DatabaseUri.Sqlite;
    }

    SQLDialect dialect() {
        return isSqlite() ? SQLDialect.SQLITE : SQLDialect.MARIADB;
    }

    /** Returns what executes statements on a connection, and counts them. */
    DSLContext sql(Connection connection) {
        return DSL.using(new DefaultConfiguration()
                .set(connection)
                .set(dialect())
                .set(new DefaultExecuteListenerProvider(counting)));
    }

    /** A connection of the caller's own, outside the pool; in autocommit mode. */
    Connection connect() throws SQLException {
        checkFile();
        return connector.getConnection();
    }

    /** For what connects by itself. */
    DataSource connector() {
        return connector;
    }

    /** Gives up pooled connections as soon as nobody uses them, because they lead to what was replaced. */
    void reconnect() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** The message of sqlite-jdbc names neither the directory nor the property. */
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

    /** SQLite's own message for all of these is that it can't open the file. */
    void checkFile() {
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
                throw new StoreException("The database file " + file + " can't be made: the directory is not writable");
            }
        } else if (!Files.isReadable(file) || !(options.readOnly() || Files.isWritable(file))) {
            throw new StoreException("The database file " + file + " is not "
                    + (Files.isReadable(file) ? "writable" : "readable") + " for this user");
        }
    }

    /** The error as one line for people; never with the password. */
    StoreException failure(Exception error) {
        return failure(error, true);
    }

    /**
     * The same.
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
