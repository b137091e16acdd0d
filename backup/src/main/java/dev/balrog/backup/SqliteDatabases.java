// SPDX-License-Identifier: MPL-2.0
package dev.balrog.backup;

import dev.balrog.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.Codes;

/** Operations on SQLite files, all by SQLite itself. */
final class SqliteDatabases {
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    private SqliteDatabases() {}

    /** Opens a database that is in use, for reading. */
    static Connection open(Path file) {
        if (!Files.isReadable(file)) {
            throw new StoreException("The database file " + file
                    + (Files.exists(file) ? " is not readable for this user" : " does not exist"));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    static StoreException failure(Path file, Exception e) {
        return new StoreException(
                "Error in sqlite:///" + file + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                e);
    }

    /**
     * Copies a database as of one moment, by SQLite's online backup API. Others continue to write to it meanwhile,
     * where it keeps a write-ahead log; otherwise they wait.
     *
     * @param copy where there is no file yet
     */
    static void copy(Connection database, Path file, Path copy) {
        try {
            // All pages in one step: in several ones, it would begin anew after each change.
            int result = database.unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup("main", copy.toString(), null, 100, BUSY_TIMEOUT_MILLIS / 100, -1);
            if (result != Codes.SQLITE_OK && result != Codes.SQLITE_DONE) {
                throw new StoreException(
                        "sqlite:///" + file + " can't be copied to " + copy + ": SQLite's error " + result);
            }
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Returns a number that changes whenever another connection than this one has committed. */
    static long dataVersion(Connection database, Path file) {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Reads a file that no other process uses, without creating other files beside it. */
    static <T extends @Nullable Object> T readAlone(Path file, Function<DSLContext, T> work) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file.toUri().toString().replaceFirst("^file:/+", "file:/") + "?immutable=1");
        try (Connection connection = source.getConnection()) {
            return work.apply(DSL.using(connection, SQLDialect.SQLITE));
        } catch (SQLException | DataAccessException e) {
            throw failure(file, e);
        }
    }

    /** Returns the first finding of SQLite's integrity check on a file that no other process uses; empty for none. */
    static Optional<String> problem(Path file) {
        String found = readAlone(
                file,
                sql -> sql.fetch("PRAGMA integrity_check(1)")
                        .getValues(0, String.class)
                        .getFirst());
        return found.equals("ok") ? Optional.empty() : Optional.of(found);
    }

    /**
     * Checks that no process has a database open, as far as SQLite can tell.
     *
     * @throws BackupException when one has
     */
    static void requireUnused(Path file) throws IOException {
        if (Files.size(file) == 0) {
            return;
        }
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("BUSY")) {
                throw new BackupException(
                        "The database file " + file + " is in use: stop the apps that use it first", e);
            }
            // It is no database, or a damaged one, so no app uses it.
        }
    }
}
