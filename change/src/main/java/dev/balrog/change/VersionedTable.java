// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.OrderField;

/**
 * A table whose rows carry a version, counted up with every change, and leave every state they ever had in a history.
 * Tables of what is in force, of scheduled changes, of their conditions and of signoffs are all of this kind; signoffs
 * have no version, because they are given and withdrawn but never changed.
 */
final class VersionedTable {
    private static final String DATA_VERSION = "data_version";

    private final TableWriter rows;
    private final List<String> key;
    private final boolean generatesKey;
    private final RowHistory history;
    private final ChangeAudit audit;

    VersionedTable(TableWriter rows, List<String> key, boolean generatesKey, RowHistory history, ChangeAudit audit) {
        this.rows = rows;
        this.key = key;
        this.generatesKey = generatesKey;
        this.history = history;
        this.audit = audit;
    }

    List<String> key() {
        return key;
    }

    boolean generatesKey() {
        return generatesKey;
    }

    /** For reading only. */
    TableWriter rows() {
        return rows;
    }

    List<Row> select(Row values, OrderField<?>... order) {
        return rows.select(values, order);
    }

    List<Row> select(Condition condition, OrderField<?>... order) {
        return rows.select(condition, order);
    }

    Optional<Row> find(Row values) {
        return rows.find(values.only(key));
    }

    /** Inserts a row and says what it is now, with its key and version. */
    Row insert(Row row, AuditStamp stamp) {
        Row inserted = isVersioned() ? row.with(DATA_VERSION, 1) : row;
        if (generatesKey) {
            inserted = rows.insertWithNewKey(inserted.without(key), key.getFirst());
        } else {
            rows.insert(inserted);
        }
        audit.inserted(rows, rows.withDefaults(inserted), stamp);
        history.inserted(inserted, stamp);
        return inserted;
    }

    /**
     * Updates a row and says what it is now. Its history is left to {@link #remember}, because other things may have to
     * be checked between.
     *
     * @param current what the row is
     * @param what the values to change
     * @param expected the version that the change was made against
     * @throws ChangeRejectedException {@link ChangeRejection.Outdated} when that is not the row's version any more
     */
    Row update(Row current, Row what, int expected) {
        Row before = whole(current);
        Row updated = current.with(what).with(DATA_VERSION, expected + 1);
        if (rows.update(updated, atVersion(current, expected)) != 1) {
            throw outdated("update");
        }
        audit.updated(rows, before, before.with(updated));
        return updated;
    }

    /** Keeps what a row has become. */
    void remember(Row updated, AuditStamp stamp) {
        audit.remembered(rows, updated, stamp);
        history.updated(updated, stamp);
    }

    /**
     * Deletes a row.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.Outdated} when the version is not the row's any more
     */
    void delete(Row current, int expected, AuditStamp stamp) {
        Row before = whole(current);
        if (rows.delete(atVersion(current, expected)) != 1) {
            throw outdated("delete");
        }
        audit.deleted(rows, before, stamp);
        history.deleted(current.only(key), stamp);
    }

    /** Deletes a row that has no version. */
    void delete(Row current, AuditStamp stamp) {
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
