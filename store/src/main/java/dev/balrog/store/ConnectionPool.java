// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

/** How many connections to a database there are; a live view. */
public final class ConnectionPool {
    private final HikariPoolMXBean pool;
    private final int max;

    ConnectionPool(HikariDataSource source, int max) {
        this.pool = source.getHikariPoolMXBean();
        this.max = max;
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
}
