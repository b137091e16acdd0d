// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Classification of database errors. The SQLSTATE is not sufficient, because the drivers report
 * many errors with a general one, so the <a
 * href="https://mariadb.com/docs/server/reference/error-codes">error codes</a> of MariaDB and MySQL
 * are checked as well.
 */
final class ServerErrors {
    /**
     * Error codes of rejected values: out of range, incorrect string value, too long, duplicate
     * key.
     */
    private static final Set<Integer> VALUE = Set.of(1264, 1366, 1406, 1062);

    /**
     * Error codes of lost connections: shutdown in progress, too many connections (3), query
     * interrupted, connection killed, cluster node not ready.
     */
    private static final Set<Integer> CONNECTION = Set.of(1053, 1040, 1203, 1226, 1317, 1927, 1047);

    private static final int TABLE_ALTERED = 1412;

    /**
     * Error codes of conflicts, after which the server rolls the transaction back: lock wait
     * timeout, deadlock, record changed since it was read, table altered since the snapshot.
     */
    private static final Set<Integer> CONFLICT = Set.of(1205, 1213, 1020, TABLE_ALTERED);

    /**
     * Error codes of a server with {@code --read-only}, as after a failover; the second is MySQL's.
     */
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);

    /**
     * Primary codes of {@code SQLITE_BUSY} and {@code SQLITE_LOCKED}; the upper bits of an extended
     * code contain the reason.
     */
    private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);

    private static final int SQLITE_PRIMARY_CODE = 0xff;

    private ServerErrors() {}

    /**
     * Returns whether the database rejects a value (SQLSTATE class 22, "data exception", or a
     * duplicate key). Columns named {@code timestamp} never contain client input: if one rejects
     * its value, the table is wrong.
     */
    static boolean isInvalidValue(Throwable error) {
        SQLException sql = first(error);
        return sql != null
                && (state(sql).startsWith("22") || VALUE.contains(sql.getErrorCode()))
                && !String.valueOf(sql.getMessage()).contains("'timestamp'");
    }

    /** Returns whether the connection to the database failed or was lost. */
    static boolean isConnectionLost(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql
                    && (state(sql).startsWith("08")
                            || CONNECTION.contains(sql.getErrorCode())
                            || sql instanceof SQLRecoverableException
                            || sql instanceof SQLTransientConnectionException)) {
                return !isAccessDenied(error);
            }
        }
        return false;
    }

    /** Returns whether the server denies access to this user, which is a permanent error. */
    static boolean isAccessDenied(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && state(sql).startsWith("28")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the server is currently read-only. */
    static boolean isReadOnly(Throwable error) {
        SQLException sql = first(error);
        return sql != null && READ_ONLY.contains(sql.getErrorCode());
    }

    /** Returns whether the transaction was rolled back because of a conflict with another one. */
    static boolean isConflict(Throwable error, boolean sqlite) {
        SQLException sql = first(error);
        if (sql == null) {
            return false;
        }
        return sqlite
                ? SQLITE_BUSY.contains(sql.getErrorCode() & SQLITE_PRIMARY_CODE)
                : state(sql).startsWith("40") || CONFLICT.contains(sql.getErrorCode());
    }

    /**
     * Returns whether a table was created or altered after the snapshot of the transaction was
     * taken, so that the snapshot can't be read.
     */
    static boolean isTableAltered(Throwable error) {
        SQLException sql = first(error);
        return sql != null && sql.getErrorCode() == TABLE_ALTERED;
    }

    private static @Nullable SQLException first(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String state(SQLException error) {
        return String.valueOf(error.getSQLState()).toUpperCase(Locale.ROOT);
    }
}
