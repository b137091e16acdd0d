// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.store.jooq.Tables.BALROG_ID_SEQUENCES;

import dev.balrog.change.row.Entity;
import dev.balrog.change.row.SharedColumns;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Sequence of ids that are never reused, for SQLite: it reuses the largest id after its row was
 * deleted, which makes histories ambiguous. For a table that was used before it had a sequence, the
 * largest id comes from the history.
 *
 * @see <a href="https://www.sqlite.org/autoinc.html">SQLite on AUTOINCREMENT</a>, which can't be
 *     added to an existing table
 */
final class IdSequence {
    private final DSLContext sql;
    private final Table<?> table;

    IdSequence(DSLContext sql, Table<?> table) {
        this.sql = sql;
        this.table = table;
    }

    /** Returns an id that no row of the table has or had. */
    int next(Field<Integer> key) {
        String name = table.getName();
        Integer last = sql.select(BALROG_ID_SEQUENCES.LAST_ID)
                .from(BALROG_ID_SEQUENCES)
                .where(BALROG_ID_SEQUENCES.TABLE_NAME.eq(name))
                .fetchOne(BALROG_ID_SEQUENCES.LAST_ID);
        // Other writers may have inserted rows without the sequence.
        int next = Math.max(last == null ? largestInHistory(key) : last, largest(table, key)) + 1;
        if (last == null) {
            sql.insertInto(BALROG_ID_SEQUENCES)
                    .set(BALROG_ID_SEQUENCES.TABLE_NAME, name)
                    .set(BALROG_ID_SEQUENCES.LAST_ID, next)
                    .execute();
        } else {
            sql.update(BALROG_ID_SEQUENCES)
                    .set(BALROG_ID_SEQUENCES.LAST_ID, next)
                    .where(BALROG_ID_SEQUENCES.TABLE_NAME.eq(name))
                    .execute();
        }
        return next;
    }

    private int largestInHistory(Field<Integer> key) {
        return largest(Entity.historyOf(table), key);
    }

    private int largest(Table<?> rows, Field<Integer> key) {
        Integer largest =
                sql.select(DSL.max(SharedColumns.in(rows, key))).from(rows).fetchOne(0, Integer.class);
        return largest == null ? 0 : largest;
    }
}
