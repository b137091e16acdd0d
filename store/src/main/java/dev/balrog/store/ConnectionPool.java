// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.function.LongSupplier;

/** Live metrics of a database's connection pool. */
public final class ConnectionPool {
    private final HikariPoolMXBean pool;
    private final int max;
    private final LongSupplier statements;

    ConnectionPool(HikariDataSource source, int max, LongSupplier statements) {
        this.pool = source.getHikariPoolMXBean();
        this.max = max;
        this.statements = statements;
    }

    /** Returns the number of connections in use. */
    public int active() {
        return pool.getActiveConnections();
    }

    /** Returns the number of idle connections. */
    public int idle() {
        return pool.getIdleConnections();
    }

    /** Returns the number of threads that wait for a connection. */
    public int waiting() {
        return pool.getThreadsAwaitingConnection();
    }

    /** Returns the maximum number of connections. */
    public int max() {
        return max;
    }

    /**
     * Returns the number of statements executed since the start, including those of the change
     * detector.
     */
    public long statements() {
        return statements.getAsLong();
    }
}
