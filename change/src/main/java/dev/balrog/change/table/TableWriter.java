// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.COMPLETE;
import static dev.balrog.change.row.SharedColumns.READ_ONLY;
import static dev.balrog.store.jooq.Tables.RELEASES_SCHEDULED_CHANGES;

import dev.balrog.change.row.BaseColumns;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SharedColumns;
import dev.balrog.change.row.StoredJson;
import dev.balrog.store.JsonColumns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads and writes rows of one table. Only {@link VersionedTable} and histories write with it. */
public final class TableWriter {
    /** Columns that are false by default, in history tables as well. */
    private static final List<Field<Boolean>> FALSE_BY_DEFAULT =
            List.of(COMPLETE, READ_ONLY, BaseColumns.in(RELEASES_SCHEDULED_CHANGES, READ_ONLY));

    private final DSLContext sql;
    private final Table<?> table;

    TableWriter(DSLContext sql, Table<?> table) {
        this.sql = sql;
        this.table = table;
    }

    public Table<?> table() {
        return table;
    }

    /** Returns whether the table has a column. */
    public boolean has(Field<?> column) {
        return has(column.getName());
    }

    /** Returns whether the table has a column of this name. */
    public boolean has(String column) {
        return table.field(column) != null;
    }

    /** Returns whether the column of this name may be null. */
    public boolean isNullable(String column) {
        return field(column).getDataType().nullable();
    }

    /** Returns the condition that the columns have these values. */
    public Condition matches(Row values) {
        Condition condition = DSL.noCondition();
        for (String column : values.columns()) {
            condition = condition.and(equal(field(column), values.value(column)));
        }
        return condition;
    }

    private static <T> Condition equal(Field<T> field, @Nullable Object value) {
        return value == null ? field.isNull() : field.eq(DSL.val(value, field));
    }

    /**
     * Selects the rows that have exactly these values. Omits rows that are equal only by the
     * database's collation, such as {@code Ada} and {@code ada}.
     */
    public List<Row> select(Row values, OrderField<?>... order) {
        return select(matches(values), order).stream()
                .filter(row -> row.hasExactly(values))
                .toList();
    }

    /** Selects some columns of the rows that have exactly these values. */
    public List<Row> selectColumns(List<? extends Field<?>> columns, Row values) {
        List<String> all = Stream.concat(columns.stream().map(Field::getName), values.columns().stream())
                .distinct()
                .toList();
        return selectFields(all.stream().map(this::field).toList(), matches(values)).fetch(TableWriter::row).stream()
                .filter(row -> row.hasExactly(values))
                .map(row -> row.only(columns))
                .toList();
    }

    public List<Row> select(Condition condition, OrderField<?>... order) {
        return sql.selectFrom(table).where(condition).orderBy(order).fetch(TableWriter::row);
    }

    /** Selects a page of rows. */
    public List<Row> select(Condition condition, List<? extends OrderField<?>> order, int limit, long offset) {
        return sql.selectFrom(table)
                .where(condition)
                .orderBy(order)
                .limit(limit)
                .offset(offset)
                .fetch(TableWriter::row);
    }

    /** Selects some columns, for tables with large ones. */
    public List<Row> selectColumns(List<? extends Field<?>> columns, Condition condition) {
        return selectFields(own(columns), condition).fetch(TableWriter::row);
    }

    /** Selects some columns of the first rows in an order. */
    public List<Row> selectColumns(
            List<? extends Field<?>> columns, Condition condition, OrderField<?> order, int limit) {
        return selectFields(own(columns), condition).orderBy(order).limit(limit).fetch(TableWriter::row);
    }

    /**
     * Selects all columns except some of the first rows in an order; ignores exceptions that the
     * table does not have.
     */
    public List<Row> selectWithout(
            List<? extends Field<?>> columns, Condition condition, OrderField<?> order, int limit) {
        Set<String> names = columns.stream().map(Field::getName).collect(Collectors.toSet());
        List<Field<?>> others = table.fieldStream()
                .filter(field -> !names.contains(field.getName()))
                .toList();
        return selectFields(others, condition).orderBy(order).limit(limit).fetch(TableWriter::row);
    }

    private List<Field<?>> own(List<? extends Field<?>> columns) {
        return columns.stream().<Field<?>>map(column -> field(column.getName())).toList();
    }

    private SelectConditionStep<Record> selectFields(List<? extends Field<?>> fields, Condition condition) {
        return sql.select(fields).from(table).where(condition);
    }

    /** Returns the largest number in a column; 0 if there is none. */
    public long largest(Field<Integer> column) {
        Long largest = sql.select(DSL.max(field(column))).from(table).fetchOne(0, Long.class);
        return Objects.requireNonNullElse(largest, 0L);
    }

    /** Returns whether the table has no rows. */
    public boolean isEmpty() {
        return !sql.fetchExists(table);
    }

    public long count(Condition condition) {
        return sql.fetchCount(table, condition);
    }

    public Optional<Row> find(Row key) {
        return select(key).stream().findFirst();
    }

    /** Inserts a row; ignores columns that the table does not have. */
    void insert(Row row) {
        sql.insertInto(table).set(values(withDefaults(row))).execute();
    }

    /** Returns a row with the default values that an insertion adds. */
    public Row withDefaults(Row row) {
        Row stored = row;
        for (Field<Boolean> column : FALSE_BY_DEFAULT) {
            if (has(column) && !row.hasValue(column)) {
                stored = stored.with(column, false);
            }
        }
        return stored;
    }

    /** Returns whether a row has all columns. */
    public boolean isWhole(Row row) {
        return table.fieldStream().allMatch(field -> row.has(field));
    }

    /**
     * Inserts a row with a generated key, which no other row of the table has had.
     *
     * @return the row with its key
     */
    Row insertWithNewKey(Row row, Field<Integer> key) {
        if (sql.dialect() == SQLDialect.SQLITE) {
            Row keyed = row.with(key, new IdSequence(sql, table).next(key));
            insert(keyed);
            return keyed;
        }
        insert(row);
        return row.with(key, lastKey());
    }

    /** Returns the key that the database generated for the last insertion. */
    int lastKey() {
        return Objects.requireNonNull(sql.lastID(), "no key was generated").intValueExact();
    }

    /** Updates rows; returns their number. */
    int update(Row row, Condition condition) {
        return sql.update(table).set(values(row)).where(condition).execute();
    }

    /** Deletes rows; returns their number. */
    int delete(Condition condition) {
        return sql.deleteFrom(table).where(condition).execute();
    }

    /** Returns the column of this table of the same name as that of another table. */
    public <T> Field<T> field(Field<T> column) {
        return SharedColumns.in(table, column);
    }

    /** Returns the column of a name. */
    public Field<?> field(String column) {
        return Objects.requireNonNull(table.field(column), () -> table.getName() + " has no column " + column);
    }

    /**
     * Returns a database record; ignores columns that the table does not have; absent ones are
     * null.
     */
    Record record(Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values(row).forEach((field, value) -> values.put(field.getName(), value));
        Record record = sql.newRecord(table);
        record.fromMap(values);
        return record;
    }

    private Map<Field<?>, @Nullable Object> values(Row row) {
        Map<Field<?>, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : row.columns()) {
            Field<?> field = table.field(column);
            if (field != null) {
                Object value = row.value(column);
                values.put(field, value instanceof JsonNode json ? StoredJson.write(json) : value);
            }
        }
        return values;
    }

    @SuppressWarnings("NullAway") // jOOQ returns nullable values without annotations.
    private static Row row(Record record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field<?> field : record.fields()) {
            values.put(field.getName(), value(field.getName(), record.get(field)));
        }
        return Row.copyOf(values);
    }

    private static @Nullable Object value(String column, @Nullable Object value) {
        return value instanceof String text && JsonColumns.isJson(column) ? StoredJson.read(text) : value;
    }
}
