// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.CHANGE_TYPE;
import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.change.row.SharedColumns.SC_ID;

import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Conditions;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Converts history rows to events, with their former state and subject. */
final class EventDetails {
    /**
     * Number of ids searched for the former state, to bound the query time however old that state
     * is.
     */
    private static final int LOOKBACK = 50_000;

    private static final List<Field<?>> VERSION_OF_CHANGE = List.of(SC_ID, DATA_VERSION);

    private final Tables tables;

    EventDetails(Tables tables) {
        this.tables = tables;
    }

    /** History row with its predecessor of the same row. */
    private record Step(Optional<HistoryRow> before, HistoryRow after) {}

    List<HistoryEvent> events(List<HistoryRow> rows) {
        List<Step> steps = rows.stream().map(row -> new Step(before(row), row)).toList();
        Map<Entity, List<Row>> conditions = new HashMap<>();
        steps.stream()
                .filter(step -> step.after.source().subject() == HistoryEvent.Subject.SCHEDULED_CHANGE)
                .collect(Collectors.groupingBy(step -> step.after.source().entity()))
                .forEach((entity, changes) -> conditions.put(entity, conditions(entity, changes)));
        return steps.stream()
                .map(step ->
                        event(step, conditions.getOrDefault(step.after.source().entity(), List.of())))
                .toList();
    }

    private Optional<HistoryRow> before(HistoryRow row) {
        if (row.type() == ChangeType.INSERT) {
            return Optional.empty();
        }
        TableWriter history = row.source().table(tables);
        Condition former = history.matches(row.row().only(row.source().key()))
                .and(EventFilter.id(history.table()).lt(row.id()))
                .and(EventFilter.id(history.table()).ge(row.id() - LOOKBACK));
        return history
                .selectWithout(
                        HistoryRow.LARGE,
                        former,
                        EventFilter.id(history.table()).desc(),
                        1)
                .stream()
                .findFirst()
                .map(found -> new HistoryRow(row.source(), found))
                .filter(HistoryRow::exists);
    }

    /**
     * Returns the conditions of scheduled changes, from their own history, which is written at the
     * same time.
     */
    private List<Row> conditions(Entity entity, List<Step> changes) {
        Set<Object> ids =
                changes.stream().map(step -> step.after.row().require(SC_ID)).collect(Collectors.toSet());
        long[] times = changes.stream()
                .flatMapToLong(
                        step -> LongStream.of(step.before.orElse(step.after).timestamp(), step.after.timestamp()))
                .sorted()
                .toArray();
        TableWriter history = tables.conditionsHistory(entity);
        return history.select(
                history.field(SC_ID).in(ids).and(TimeRange.condition(history, times[0], times[times.length - 1])));
    }

    private HistoryEvent event(Step step, List<Row> conditions) {
        HistorySource source = step.after.source();
        Row row = step.after.row();
        Row before = step.before.map(former -> state(former, conditions)).orElse(null);
        Row after = step.after.exists() ? state(step.after, conditions) : null;
        return new HistoryEvent(
                source.entity(),
                source.subject(),
                row.require(CHANGE_ID),
                step.after.type(),
                row.require(CHANGED_BY),
                step.after.timestamp(),
                thing(source, row, after != null ? after : before),
                before,
                after,
                source.subject() == HistoryEvent.Subject.ROW ? null : row.require(SC_ID));
    }

    private Row thing(HistorySource source, Row row, @Nullable Row known) {
        return switch (source.subject()) {
            case ROW -> known == null ? row.only(source.key()) : known;
            case SCHEDULED_CHANGE -> known == null ? Row.EMPTY : described(source.entity(), known);
            case SIGNOFF, COMMENT -> subjectOf(source.entity(), row);
        };
    }

    private static Row state(HistoryRow row, List<Row> conditions) {
        Row state = row.state();
        if (row.source().subject() != HistoryEvent.Subject.SCHEDULED_CHANGE) {
            return state;
        }
        // Ids of dropped scheduled changes are reused.
        return conditions.stream()
                .filter(waited -> waited.only(VERSION_OF_CHANGE).equals(state.only(VERSION_OF_CHANGE)))
                .map(waited -> new HistoryRow(row.source(), waited))
                .min(Comparator.comparingLong(waited -> Math.abs(waited.timestamp() - row.timestamp())))
                .map(waited -> state.with(
                        waited.row().only(Conditions.columns(row.source().entity()))))
                .orElse(state);
    }

    /**
     * Returns the row that a scheduled change is for. A deletion has only the key; the other
     * columns come from the history.
     */
    private Row described(Entity entity, Row change) {
        Row thing = BaseColumns.read(change);
        if (!ChangeType.DELETE.text().equals(change.get(CHANGE_TYPE)) || entity.history() != Entity.History.TABLE) {
            return thing;
        }
        TableWriter history = tables.history(entity);
        return history
                .selectWithout(
                        HistoryRow.LARGE,
                        history.matches(thing.only(entity.key()))
                                .and(history.field(DATA_VERSION).isNotNull()),
                        EventFilter.id(history.table()).desc(),
                        1)
                .stream()
                .findFirst()
                .map(former -> former.with(thing.only(entity.key())))
                .orElse(thing);
    }

    /**
     * Returns the row that a scheduled change is for which was signed off or commented on; an empty
     * row if the change was dropped.
     */
    private Row subjectOf(Entity entity, Row event) {
        TableWriter changes = tables.scheduled(entity).rows();
        return changes
                .selectWithout(
                        HistoryRow.LARGE,
                        changes.matches(event.only(Tables.SCHEDULED_KEY)),
                        changes.field(SC_ID).asc(),
                        1)
                .stream()
                .findFirst()
                .map(change -> described(entity, change))
                .orElse(Row.EMPTY);
    }
}
