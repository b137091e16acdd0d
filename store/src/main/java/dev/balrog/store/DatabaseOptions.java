// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.time.Duration;

/**
 * How a database is used.
 *
 * @param readOnly whether nothing is ever written; the user of the database then needs no right to write
 * @param maxConnections most connections at the same time
 * @param connectTimeout longest wait for a connection
 * @param socketTimeout longest wait for the server's answer to one statement, and for another process's lock on a
 *     SQLite file
 * @param turnTimeout longest wait for other changes that this process makes
 */
public record DatabaseOptions(
        boolean readOnly, int maxConnections, Duration connectTimeout, Duration socketTimeout, Duration turnTimeout) {

    /** For reading only: few connections, and short waits because there is a spool to fall back on. */
    public static DatabaseOptions forReading() {
        return new DatabaseOptions(true, 4, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ZERO);
    }

    /** For reading and writing; clients wait for an answer for a minute, and so get one even if it took all of a turn. */
    public static DatabaseOptions forWriting() {
        return new DatabaseOptions(false, 10, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** For upgrades: a statement takes as long as the table is large. */
    public static DatabaseOptions forUpgrading() {
        return new DatabaseOptions(false, 4, Duration.ofSeconds(10), Duration.ofHours(12), Duration.ofHours(1));
    }
}
