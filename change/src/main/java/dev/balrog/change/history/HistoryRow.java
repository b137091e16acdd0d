// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.CHANGE_ID;
import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;
import static dev.balrog.store.jooq.Tables.RELEASES_SCHEDULED_CHANGES;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Row;
import java.util.List;
import java.util.Objects;
import org.jooq.Field;

/** History row without the large columns. */
record HistoryRow(HistorySource source, Row row) {
    /** Large columns, which are left out. */
    static final List<Field<?>> LARGE = List.of(DATA, RELEASES_SCHEDULED_CHANGES.BASE_DATA);

    long id() {
        return Objects.requireNonNull(row.get(CHANGE_ID));
    }

    long timestamp() {
        return Objects.requireNonNull(row.get(TIMESTAMP));
    }

    /** Returns whether the row exists after this change. */
    boolean exists() {
        return row.hasValue(source.presence());
    }

    Row state() {
        return row.without(List.of(CHANGE_ID, CHANGED_BY, TIMESTAMP));
    }

    ChangeType type() {
        if (!exists()) {
            return ChangeType.DELETE;
        }
        boolean first = source.subject() == HistoryEvent.Subject.SIGNOFF || row.dataVersion() == 1;
        return first ? ChangeType.INSERT : ChangeType.UPDATE;
    }
}
