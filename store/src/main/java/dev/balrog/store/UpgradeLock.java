// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Lets one process at a time change the tables. Others wait, and then find that it is done. Whoever holds it loses it
 * with its life: SQLite's is the operating system's lock on a file beside the database, which stays there, empty; that of
 * MariaDB and MySQL belongs to a connection.
 */
final class UpgradeLock {
    /** The operating system's locks are a process's, so its threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** Short, so that no timeout of the connection comes first. */
    private static final int SECONDS_OF_ONE_TRY = 5;

    private final Database database;
    private final Duration patience;

    UpgradeLock(Database database, Duration patience) {
        this.database = database;
        this.patience = patience;
    }

    /**
     * Does the work when nobody else holds the lock.
     *
     * @throws StoreException when others hold it for longer than this, or the database can't be reached
     */
    <T> T holding(Supplier<T> work) {
        return switch (database.uri()) {
            case DatabaseUri.Sqlite(Path file) ->
                holdingFile(file.resolveSibling(file.getFileName() + ".upgrade-lock"), work);
            case DatabaseUri.MySql server ->
                holdingName(
                        "balrog-upgrade-" + Integer.toHexString(server.name().hashCode()), work);
        };
    }

    private <T> T holdingFile(Path file, Supplier<T> work) {
        database.checkFile();
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return work.get();
        } catch (IOException e) {
            throw new StoreException("The lock " + file + " can't be had: " + e.getMessage(), e);
        } finally {
            THREADS.unlock();
        }
    }

    private <T> T holdingName(String name, Supplier<T> work) {
        try (Connection connection = database.connect()) {
            DSLContext sql = database.sql(connection);
            take(sql, name);
            // Closing the connection gives it back.
            return work.get();
        } catch (SQLException | DataAccessException e) {
            throw database.failure(e);
        }
    }

    private void take(DSLContext sql, String name) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!Integer.valueOf(1)
                .equals(sql.fetchValue("SELECT GET_LOCK('" + name + "', " + SECONDS_OF_ONE_TRY + ")"))) {
            if (System.nanoTime() - deadline > 0) {
                throw new StoreException(database.uri() + ": someone else has been changing the tables for "
                        + patience.toMinutes() + " minutes: see what it is waiting for, and try again");
            }
        }
    }
}
