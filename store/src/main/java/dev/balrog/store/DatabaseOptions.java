// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.time.Duration;

/**
 * Options of a database connection.
 *
 * @param readOnly whether nothing is written; the database user then needs no write privileges
 * @param maxConnections maximum number of connections
 * @param connectTimeout longest wait for a connection
 * @param socketTimeout longest wait for the server's response to one statement, and for another
 *     process's lock on a SQLite file
 * @param writeLockTimeout longest wait for the write lock of this process
 */
public record DatabaseOptions(
        boolean readOnly,
        int maxConnections,
        Duration connectTimeout,
        Duration socketTimeout,
        Duration writeLockTimeout) {

    /**
     * Returns options for reading: few connections, and short timeouts because the spool is the
     * fallback.
     */
    public static DatabaseOptions forReading() {
        return new DatabaseOptions(true, 4, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO);
    }

    /**
     * Returns options for reading and writing. Clients wait a minute for a response, so they get
     * one even after the longest wait for the write lock.
     */
    public static DatabaseOptions forWriting() {
        return new DatabaseOptions(false, 10, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** Returns options for upgrades, where a statement may take long on a large table. */
    public static DatabaseOptions forUpgrading() {
        return new DatabaseOptions(false, 4, Duration.ofSeconds(10), Duration.ofHours(12), Duration.ofHours(1));
    }
}
