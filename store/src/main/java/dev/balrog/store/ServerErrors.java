// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Meaning of the errors that databases report. The SQLSTATE alone does not tell: the drivers give many errors a general one,
 * so MariaDB's and MySQL's <a href="https://mariadb.com/docs/server/reference/error-codes">own numbers</a> are looked at as
 * well.
 */
final class ServerErrors {
    /** Out of range, incorrect string value, too long, duplicate key. */
    private static final Set<Integer> VALUE = Set.of(1264, 1366, 1406, 1062);

    /** Shutdown in progress, too many connections (3), query interrupted, connection killed, cluster node not ready. */
    private static final Set<Integer> CONNECTION = Set.of(1053, 1040, 1203, 1226, 1317, 1927, 1047);

    /** Lock wait timeout, deadlock, record changed since it was read. The server rolls these transactions back. */
    private static final Set<Integer> CONFLICT = Set.of(1205, 1213, 1020);

    /** The server runs with {@code --read-only}, as after a failover; the second number is MySQL's. */
    private static final Set<Integer> READ_ONLY = Set.of(1290, 1836);

    /** {@code SQLITE_BUSY} and {@code SQLITE_LOCKED}; the upper bits of a code say why. */
    private static final Set<Integer> SQLITE_BUSY = Set.of(5, 6);

    private static final int SQLITE_PRIMARY_CODE = 0xff;

    private ServerErrors() {}

    /**
     * Returns whether the database rejects a value (SQLSTATE class 22, "data exception", or a duplicate key). Columns named
     * {@code timestamp} are never filled with what clients give: if one does not take its value, the table is wrong.
     */
    static boolean isInvalidValue(Throwable error) {
        SQLException sql = first(error);
        return sql != null
                && (state(sql).startsWith("22") || VALUE.contains(sql.getErrorCode()))
                && !String.valueOf(sql.getMessage()).contains("'timestamp'");
    }

    /** Returns whether there is no connection to the database, or none any more. */
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

    /** Returns whether the server does not let this user in, which does not pass. */
    static boolean isAccessDenied(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && state(sql).startsWith("28")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the server does not write at all at the moment. */
    static boolean isReadOnly(Throwable error) {
        SQLException sql = first(error);
        return sql != null && READ_ONLY.contains(sql.getErrorCode());
    }

    /** Returns whether another transaction was in the way, so that this one was rolled back. */
    static boolean isConflict(Throwable error, boolean sqlite) {
        SQLException sql = first(error);
        if (sql == null) {
            return false;
        }
        return sqlite
                ? SQLITE_BUSY.contains(sql.getErrorCode() & SQLITE_PRIMARY_CODE)
                : state(sql).startsWith("40") || CONFLICT.contains(sql.getErrorCode());
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
