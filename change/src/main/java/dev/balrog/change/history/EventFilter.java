// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.CHANGE_TYPE;
import static dev.balrog.change.row.SharedColumns.CHANNEL;
import static dev.balrog.change.row.SharedColumns.MAPPING;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.change.row.SharedColumns.SC_ID;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;
import static dev.balrog.change.row.SharedColumns.USERNAME;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Mappings;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.TableWriter;
import dev.balrog.change.table.Tables;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Condition on history rows for an {@link EventQuery}. */
final class EventFilter {
    /**
     * Greatest distance of ids between the two history rows of an insertion, because of concurrent
     * changes of other rows.
     */
    private static final int CLOSE = 100;

    private final Tables tables;
    private final HistorySource source;
    private final TableWriter history;

    EventFilter(Tables tables, HistorySource source) {
        this.tables = tables;
        this.source = source;
        this.history = source.table(tables);
    }

    Condition condition(EventQuery query) {
        return ofEntity()
                .and(isEvent())
                .and(query.changedBy() == null ? noCondition() : history.matches(Row.of(CHANGED_BY, query.changedBy())))
                .and(
                        query.from() == null
                                ? noCondition()
                                : timestamp(history.table()).ge(query.from()))
                .and(
                        query.to() == null
                                ? noCondition()
                                : timestamp(history.table()).le(query.to()))
                .and(of(query.scheduledChange()))
                .and(about(List.of(PRODUCT), query.product()))
                .and(about(List.of(CHANNEL), query.channel()))
                .and(about(naming(), query.name()));
    }

    /** Returns a condition for the entity, where the table has rows of all. */
    private Condition ofEntity() {
        return source.subject() == HistoryEvent.Subject.COMMENT
                ? history.matches(
                        Row.of(BALROG_CHANGE_COMMENTS.ENTITY, source.entity().tableName()))
                : noCondition();
    }

    private Condition of(@Nullable Integer scheduledChange) {
        if (scheduledChange == null) {
            return noCondition();
        }
        return source.subject() == HistoryEvent.Subject.ROW
                ? falseCondition()
                : history.matches(Row.of(SC_ID, scheduledChange));
    }

    static Field<Long> id(Table<?> table) {
        return number(table, CHANGE_ID);
    }

    private static Field<Long> timestamp(Table<?> table) {
        return number(table, TIMESTAMP);
    }

    private static Field<Long> number(Table<?> table, Field<?> column) {
        return Objects.requireNonNull(table.field(column.getName(), Long.class), column.getName());
    }

    /**
     * Returns a condition that excludes the first of the two history rows of an insertion, which
     * only records that the row did not exist: the next history row of the same key is one
     * millisecond later.
     */
    private Condition isEvent() {
        Table<?> later = history.table().as("later");
        Condition same = id(later)
                .gt(id(history.table()))
                .and(id(later).le(id(history.table()).plus(CLOSE)));
        for (Field<?> column : source.key()) {
            same = same.and(equal(later, column.getName(), history.field(column.getName())));
        }
        Field<Long> next = DSL.field(select(timestamp(later))
                .from(later)
                .where(same)
                .orderBy(id(later))
                .limit(1));
        Field<Long> time = timestamp(history.table());
        return history.field(source.presence().getName())
                .isNotNull()
                .or(DSL.coalesce(next, time).ne(time.plus(1)));
    }

    private static <T> Condition equal(Table<?> table, String column, Field<T> other) {
        return Objects.requireNonNull(table.field(column, other.getDataType()), column)
                .eq(other);
    }

    /** Returns the columns that name a release or user. */
    private List<Field<String>> naming() {
        return switch (source.entity()) {
            case RULES -> Mappings.COLUMNS;
            case RELEASES, RELEASES_JSON, RELEASE_ASSETS -> List.of(NAME);
            case PERMISSIONS, USER_ROLES -> List.of(USERNAME);
            case PINNABLE_RELEASES -> List.of(MAPPING);
            case PRODUCT_REQUIRED_SIGNOFFS,
                    PERMISSIONS_REQUIRED_SIGNOFFS,
                    EMERGENCY_SHUTOFFS,
                    EXPECTATIONS,
                    CHANGE_SETS,
                    CHANGE_SET_SIGNOFFS -> List.of();
        };
    }

    /** Returns a condition that any of the entity's columns has the value. */
    private Condition about(List<Field<String>> columns, @Nullable String value) {
        if (value == null) {
            return noCondition();
        }
        return switch (source.subject()) {
            case ROW -> anyIs(history, columns, value).or(deletedMatching(columns, value));
            case SCHEDULED_CHANGE ->
                anyIs(history, columns, value)
                        .or(deletedMatching(columns, value))
                        .or(deletes(history.table(), columns, value));
            case SIGNOFF, COMMENT -> {
                TableWriter changes = tables.scheduled(source.entity()).rows();
                yield exists(selectOne()
                        .from(changes.table())
                        .where(equal(changes.table(), SC_ID.getName(), history.field(SC_ID)))
                        .and(anyIs(changes, columns, value).or(deletes(changes.table(), columns, value))));
            }
        };
    }

    /**
     * Returns a condition for scheduled deletions. These have only the key of the row; its columns
     * are in the row's own history.
     */
    private Condition deletes(Table<?> changes, List<Field<String>> columns, String value) {
        Entity entity = source.entity();
        if (entity.history() != Entity.History.TABLE) {
            return falseCondition();
        }
        TableWriter rows = tables.history(entity);
        Table<?> former = rows.table().as("deleted");
        List<Condition> was = columns.stream()
                .filter(rows::has)
                .filter(column -> !entity.keyNames().contains(column.getName()))
                .map(column -> equal(former, column.getName(), val(value)))
                .toList();
        if (was.isEmpty()) {
            return falseCondition();
        }
        Condition deleted = or(was);
        for (Field<?> column : entity.key()) {
            deleted = deleted.and(equal(former, column.getName(), BaseColumns.in(changes, column)));
        }
        return equal(changes, CHANGE_TYPE.getName(), val(ChangeType.DELETE.text()))
                .and(exists(selectOne().from(former).where(deleted)));
    }

    private Condition anyIs(TableWriter table, List<Field<String>> columns, String value) {
        if (source.entity() == Entity.RELEASE_ASSETS && columns.contains(PRODUCT)) {
            Table<?> releases = tables.base(Entity.RELEASES_JSON).rows().table();
            return exists(selectOne()
                    .from(releases)
                    .where(equal(releases, NAME.getName(), table.field(source.column(NAME))))
                    .and(equal(releases, PRODUCT.getName(), val(value))));
        }
        return columns.stream()
                .filter(column -> table.has(source.column(column)))
                .map(column -> Row.of(column, value).renamed(_ -> source.column(column)))
                .map(table::matches)
                .reduce(falseCondition(), Condition::or);
    }

    /**
     * Returns a condition for deletions. Their history rows have only the key, so former states are
     * compared with the value.
     */
    private Condition deletedMatching(List<Field<String>> columns, String value) {
        Table<?> former = history.table().as("former");
        List<String> key = source.keyNames();
        List<Condition> was = columns.stream()
                .map(source::column)
                .filter(column -> history.has(column) && !key.contains(column))
                .map(column -> equal(former, column, val(value)))
                .toList();
        if (was.isEmpty()) {
            return falseCondition();
        }
        List<Field<?>> keys = key.stream().<Field<?>>map(history::field).toList();
        List<Field<?>> formerKey = key.stream()
                .<Field<?>>map(column -> Objects.requireNonNull(former.field(column), column))
                .toList();
        return history.field(source.presence().getName())
                .isNull()
                .and(row(keys).in(select(formerKey).from(former).where(or(was))));
    }
}
