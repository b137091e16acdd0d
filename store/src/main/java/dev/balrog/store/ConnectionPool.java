// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.function.LongSupplier;

/** How many connections to a database there are, and what is sent over them; a live view. */
public final class ConnectionPool {
    private final HikariPoolMXBean pool;
    private final int max;
    private final LongSupplier statements;

    ConnectionPool(HikariDataSource source, int max, LongSupplier statements) {
        this.pool = source.getHikariPoolMXBean();
        this.max = max;
        this.statements = statements;
    }

    /** Connections that are being used. */
    public int active() {
        return pool.getActiveConnections();
    }

    /** Connections that could be used at once. */
    public int idle() {
        return pool.getIdleConnections();
    }

    /** Threads that wait for a connection. */
    public int waiting() {
        return pool.getThreadsAwaitingConnection();
    }

    /** Most connections at the same time. */
    public int max() {
        return max;
    }

    /** Statements that were sent since the start, those of the change detector included. */
    public long statements() {
        return statements.getAsLong();
    }
}
