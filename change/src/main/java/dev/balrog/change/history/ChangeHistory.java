// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * Merges all history tables into one list, newest first. The tables have no index on timestamps,
 * only on change ids. Ids grow with timestamps, except for clock skew between servers. So each
 * table is read by descending id, only as far as a page needs, and the tables are merged by
 * timestamp.
 */
public final class ChangeHistory {

    private final Tables tables;

    public ChangeHistory(Tables tables) {
        this.tables = tables;
    }

    public EventPage page(EventQuery query) {
        List<Reader> readers = HistorySource.ALL.stream()
                .map(source -> new Reader(rows(source, query), query.limit()))
                .toList();
        List<HistoryRow> page = new ArrayList<>();
        Optional<Reader> newest = newest(readers);
        while (newest.isPresent() && page.size() < query.limit()) {
            page.add(newest.get().take());
            newest = newest(readers);
        }
        HistoryCursor read =
                new HistoryCursor(readers.stream().map(Reader::bound).toList());
        return new EventPage(
                new EventDetails(tables).events(page), Optional.of(read).filter(cursor -> !cursor.isAtEnd()));
    }

    private static Optional<Reader> newest(List<Reader> readers) {
        Reader newest = null;
        for (Reader reader : readers) {
            if (!reader.isDone() && (newest == null || reader.timestamp() > newest.timestamp())) {
                newest = reader;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Rows of one table that may be part of a page. */
    private static final class Reader {
        private final List<HistoryRow> rows;
        private final boolean whole;
        private int taken;

        /** Creates a reader of up to one row more than fits on the page. */
        Reader(List<HistoryRow> rows, int limit) {
            this.rows = rows;
            this.whole = rows.size() <= limit;
        }

        boolean isDone() {
            return taken == rows.size();
        }

        long timestamp() {
            return rows.get(taken).timestamp();
        }

        HistoryRow take() {
            HistoryRow next = rows.get(taken);
            taken++;
            return next;
        }

        /** Returns the exclusive upper bound of the ids that are unread; 0 if none are. */
        long bound() {
            if (isDone() && whole) {
                return 0;
            }
            return taken == 0 ? rows.getFirst().id() + 1 : rows.get(taken - 1).id();
        }
    }

    private List<HistoryRow> rows(HistorySource source, EventQuery query) {
        long bound = query.read().bound(source);
        if (bound == 0 || !query.entities().contains(source.entity())) {
            return List.of();
        }
        TableWriter history = source.table(tables);
        Condition wanted = new EventFilter(tables, source)
                .condition(query)
                .and(
                        bound == Long.MAX_VALUE
                                ? DSL.noCondition()
                                : EventFilter.id(history.table()).lt(bound))
                .and(TimeRange.condition(history, query.from(), query.to()));
        return history
                .selectWithout(
                        HistoryRow.LARGE,
                        wanted,
                        EventFilter.id(history.table()).desc(),
                        query.limit() + 1)
                .stream()
                .map(row -> new HistoryRow(source, row))
                .toList();
    }
}
