// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;

import dev.balrog.change.row.Row;
import dev.balrog.change.table.TableWriter;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Time ranges in history tables, which have an index on ids but none on times: ids grow with time. */
final class TimeRange {
    /** Greatest clock skew between servers. */
    private static final long SLACK_MILLIS = 600_000;

    /** Below this many rows, scan instead of bisecting. */
    private static final int FEW = 1000;

    private TimeRange() {}

    /** Returns a condition on ids that includes all rows of a time range; null for open ends. */
    static Condition condition(TableWriter history, @Nullable Long from, @Nullable Long to) {
        Condition range = DSL.noCondition();
        if (from != null) {
            range = range.and(EventFilter.id(history.table()).ge(boundary(history, from - SLACK_MILLIS).older));
        }
        if (to != null) {
            range = range.and(EventFilter.id(history.table()).lt(boundary(history, to + SLACK_MILLIS).newer));
        }
        return range;
    }

    /**
     * Ids that bracket a point in time: rows below {@code older} are older, rows from {@code newer}
     * on are not.
     */
    private record Boundary(long older, long newer) {}

    private static Boundary boundary(TableWriter history, long millis) {
        long older = 0;
        long newer = history.largest(CHANGE_ID) + 1;
        while (newer - older > FEW) {
            long middle = (older + newer) / 2;
            List<Row> row = history.selectColumns(
                    List.of(TIMESTAMP),
                    EventFilter.id(history.table()).ge(middle),
                    EventFilter.id(history.table()).asc(),
                    1);
            if (row.isEmpty() || Objects.requireNonNull(row.getFirst().get(TIMESTAMP)) >= millis) {
                newer = middle;
            } else {
                older = middle;
            }
        }
        return new Boundary(older, newer);
    }
}
