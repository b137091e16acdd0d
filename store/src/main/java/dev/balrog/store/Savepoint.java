// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import org.jooq.DSLContext;

/**
 * Part of a transaction that is rolled back alone.
 *
 * @see <a href="https://mariadb.com/kb/en/savepoint/">SAVEPOINT in MariaDB</a>, <a
 *     href="https://www.sqlite.org/lang_savepoint.html">in SQLite</a>
 */
public final class Savepoint {
    private static final String NAME = "balrog_trial";

    private Savepoint() {}

    /**
     * Executes work within the current transaction, and rolls back what it wrote, whether or not it
     * throws an exception. Must not be nested.
     */
    public static void rolledBack(DSLContext sql, Runnable work) {
        sql.execute("SAVEPOINT " + NAME);
        try {
            work.run();
        } finally {
            sql.execute("ROLLBACK TO SAVEPOINT " + NAME);
            sql.execute("RELEASE SAVEPOINT " + NAME);
        }
    }
}
