// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Row;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;

/**
 * Table with a data version per row, for <a
 * href="https://en.wikipedia.org/wiki/Optimistic_concurrency_control">optimistic locking</a>, and a
 * history of all states. Used for current rows, scheduled changes, their conditions, and signoffs;
 * signoffs have no version, because they are given and revoked but never updated.
 */
public final class VersionedTable {
    private final TableWriter rows;
    private final List<Field<?>> key;
    private final boolean generatesKey;
    private final RowHistory history;
    private final ChangeAudit audit;

    VersionedTable(TableWriter rows, List<Field<?>> key, boolean generatesKey, RowHistory history, ChangeAudit audit) {
        this.rows = rows;
        this.key = key;
        this.generatesKey = generatesKey;
        this.history = history;
        this.audit = audit;
    }

    public List<Field<?>> key() {
        return key;
    }

    public boolean generatesKey() {
        return generatesKey;
    }

    /** Returns the rows, for reading only. */
    public TableWriter rows() {
        return rows;
    }

    public List<Row> select(Row values, OrderField<?>... order) {
        return rows.select(values, order);
    }

    public List<Row> select(Condition condition, OrderField<?>... order) {
        return rows.select(condition, order);
    }

    public Optional<Row> find(Row values) {
        return rows.find(values.only(key));
    }

    /** Inserts a row; returns the new row, with its key and data version. */
    public Row insert(Row row, AuditStamp stamp) {
        Row inserted = isVersioned() ? row.with(DATA_VERSION, 1) : row;
        if (generatesKey) {
            inserted =
                    rows.insertWithNewKey(inserted.without(key), key.getFirst().coerce(Integer.class));
        } else {
            rows.insert(inserted);
        }
        audit.inserted(rows, rows.withDefaults(inserted), stamp);
        history.inserted(inserted, stamp);
        return inserted;
    }

    /**
     * Updates a row; returns the new row. {@link #remember} has to write its history afterwards,
     * because there may be checks in between.
     *
     * @param current the current row
     * @param what the new values
     * @param expected the data version that the change is based on
     * @throws ChangeRejectedException {@link ChangeRejection.Outdated} if that is not the current
     *     data version of the row
     */
    public Row update(Row current, Row what, int expected) {
        Row before = whole(current);
        Row updated = current.with(what).with(DATA_VERSION, expected + 1);
        if (rows.update(updated, atVersion(current, expected)) != 1) {
            throw outdated("update");
        }
        audit.updated(rows, before, before.with(updated));
        return updated;
    }

    /** Writes the new state of a row to its history. */
    public void remember(Row updated, AuditStamp stamp) {
        audit.remembered(rows, updated, stamp);
        history.updated(updated, stamp);
    }

    /**
     * Deletes a row.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.Outdated} if the version is not the
     *     current one of the row
     */
    public void delete(Row current, int expected, AuditStamp stamp) {
        Row before = whole(current);
        if (rows.delete(atVersion(current, expected)) != 1) {
            throw outdated("delete");
        }
        audit.deleted(rows, before, stamp);
        history.deleted(current.only(key), stamp);
    }

    /** Deletes a row that has no version. */
    public void delete(Row current, AuditStamp stamp) {
        Row before = whole(current);
        rows.delete(rows.matches(current.only(key)));
        audit.deleted(rows, before, stamp);
        history.deleted(current.only(key), stamp);
    }

    /** Returns the row with all its columns, which the audit log needs. */
    private Row whole(Row row) {
        return audit.isOff() || rows.isWhole(row)
                ? row
                : rows.find(row.only(key)).orElse(row);
    }

    private boolean isVersioned() {
        return rows.has(DATA_VERSION);
    }

    private Condition atVersion(Row current, int expected) {
        return rows.matches(current.only(key)).and(rows.matches(Row.of(DATA_VERSION, expected)));
    }

    private static ChangeRejectedException outdated(String action) {
        return new ChangeRejectedException(new ChangeRejection.Outdated(
                "Failed to " + action + " row, old_data_version doesn't match current data_version"));
    }
}
