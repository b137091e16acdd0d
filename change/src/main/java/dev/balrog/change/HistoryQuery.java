// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Set;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a history. What says no more than that something did not exist is never part of it.
 *
 * @param values values that columns have to have
 * @param present columns that have to have any value; those that the history does not have don't count
 * @param from earliest time, in milliseconds since 1970; null for any
 * @param to latest time; null for any
 * @param page which part of the list, from 1
 * @param limit how long the parts are, from 1
 */
public record HistoryQuery(
        Row values,
        Set<String> present,
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

    /** All states that have these values. */
    public static HistoryQuery of(Row values, int page, int limit) {
        return new HistoryQuery(values, Set.of(), null, null, page, limit);
    }

    long offset() {
        return (long) limit * (page - 1);
    }

    Condition condition(TableWriter history) {
        Condition condition = history.field("data_version").isNotNull();
        for (String column : values.columns()) {
            condition = condition.and(
                    history.has(column) ? history.matches(values.only(Set.of(column))) : DSL.falseCondition());
        }
        for (String column : present) {
            if (history.has(column)) {
                condition = condition.and(history.field(column).isNotNull());
            }
        }
        if (from != null) {
            condition =
                    condition.and(history.field("timestamp").cast(Long.class).ge(from));
        }
        if (to != null) {
            condition =
                    condition.and(history.field("timestamp").cast(Long.class).le(to));
        }
        return condition;
    }
}
