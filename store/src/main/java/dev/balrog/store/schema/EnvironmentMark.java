// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.schema;

import static dev.balrog.store.jooq.Tables.BALROG_ENVIRONMENT;

import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Mark of the environment that a database belongs to, in the database itself. A job that may only
 * run on stage checks it, so that a wrong address can't direct it at production.
 */
public final class EnvironmentMark {
    /** Mark of databases that may be overwritten. */
    public static final String STAGE = "stage";

    private EnvironmentMark() {}

    /** Returns the mark; empty if the database has none. */
    public static Optional<String> of(DSLContext sql) {
        return sql.select(BALROG_ENVIRONMENT.NAME)
                .from(BALROG_ENVIRONMENT)
                .limit(1)
                .fetchOptional(BALROG_ENVIRONMENT.NAME);
    }

    /**
     * Checks that the database is marked as stage.
     *
     * @throws StoreException when it is not
     */
    public static void requireStage(DSLContext sql) {
        Optional<String> mark = of(sql);
        if (!mark.equals(Optional.of(STAGE))) {
            throw new StoreException(mark.map(name -> "The database is marked as " + name + ", not as stage")
                    .orElse("The database is not marked as stage: run balrog db mark stage, if that is what it is"));
        }
    }

    /**
     * Sets the mark.
     *
     * @param previous the present mark, which the caller has to know; empty for none
     * @throws StoreException when the present mark is another one, or when the database fails
     */
    public static void set(Database database, String name, Optional<String> previous) {
        database.<Integer>write(sql -> {
            Optional<String> present = of(sql);
            if (present.equals(Optional.of(name))) {
                return 0;
            }
            if (!present.equals(previous)) {
                throw new StoreException(
                        present.map(mark -> "The database is marked as " + mark).orElse("The database is not marked"));
            }
            sql.deleteFrom(BALROG_ENVIRONMENT).execute();
            return sql.insertInto(BALROG_ENVIRONMENT)
                    .set(BALROG_ENVIRONMENT.NAME, name)
                    .execute();
        });
    }
}
