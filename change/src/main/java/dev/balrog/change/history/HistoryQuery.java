// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.TableWriter;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Query for a page of a history. Rows that only record that a row did not exist are excluded.
 *
 * @param values required column values
 * @param present columns that must not be null; columns that the history does not have are ignored
 * @param from earliest time, in milliseconds since 1970; null for any
 * @param to latest time, in milliseconds since 1970; null for any
 * @param page number of the page, from 1
 * @param limit page size, from 1
 */
public record HistoryQuery(
        Row values,
        Set<Field<?>> present,
        @Nullable Long from,
        @Nullable Long to,
        int page,
        int limit) {

    public HistoryQuery {
        if (page < 1 || limit < 1) {
            throw ChangeRejectedException.invalid("page and limit have to be 1 or more");
        }
        present = Set.copyOf(present);
    }

    /** Returns a query for all states with these values. */
    public static HistoryQuery of(Row values, int page, int limit) {
        return new HistoryQuery(values, Set.of(), null, null, page, limit);
    }

    public long offset() {
        return (long) limit * (page - 1);
    }

    public Condition condition(TableWriter history) {
        Condition condition = history.field(DATA_VERSION).isNotNull();
        for (String column : values.columns()) {
            condition = condition.and(
                    history.has(column)
                            ? history.matches(values.renamed(name -> name.equals(column) ? name : null))
                            : DSL.falseCondition());
        }
        for (Field<?> column : present) {
            if (history.has(column)) {
                condition = condition.and(history.field(column).isNotNull());
            }
        }
        if (from != null) {
            condition = condition.and(history.field(TIMESTAMP).ge(from));
        }
        if (to != null) {
            condition = condition.and(history.field(TIMESTAMP).le(to));
        }
        return condition;
    }
}
