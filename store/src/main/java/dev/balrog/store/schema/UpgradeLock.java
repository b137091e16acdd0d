// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import dev.balrog.store.Database;
import dev.balrog.store.DatabaseUri;
import dev.balrog.store.StoreException;
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
 * Lock that only one process holds while it changes the tables. Others wait, and then find the
 * upgrade done. The lock is released when its process ends: on SQLite, it is an operating system
 * lock on a file beside the database, which remains, empty; on MariaDB and MySQL, it belongs to a
 * connection.
 */
final class UpgradeLock {
    /**
     * Lock between the threads of this process, because the operating system's file locks are per
     * process.
     */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** Timeout of one attempt; short, so that the connection does not time out first. */
    private static final int SECONDS_OF_ONE_TRY = 5;

    private final Database database;
    private final Duration timeout;

    UpgradeLock(Database database, Duration timeout) {
        this.database = database;
        this.timeout = timeout;
    }

    /**
     * Executes the work while holding the lock.
     *
     * @throws StoreException when the lock is not acquired in time, or the database is unreachable
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
            throw new StoreException("The lock " + file + " can't be acquired: " + e.getMessage(), e);
        } finally {
            THREADS.unlock();
        }
    }

    private <T> T holdingName(String name, Supplier<T> work) {
        try (Connection connection = database.connect()) {
            DSLContext sql = database.sql(connection);
            take(sql, name);
            // Closing the connection releases the lock.
            return work.get();
        } catch (SQLException | DataAccessException e) {
            throw database.failure(e);
        }
    }

    private void take(DSLContext sql, String name) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!Integer.valueOf(1)
                .equals(sql.fetchValue("SELECT GET_LOCK('" + name + "', " + SECONDS_OF_ONE_TRY + ")"))) {
            if (System.nanoTime() - deadline > 0) {
                throw new StoreException(database.uri() + ": another process has been migrating the tables for "
                        + timeout.toMinutes() + " minutes: find out what it waits for, and retry");
            }
        }
    }
}
