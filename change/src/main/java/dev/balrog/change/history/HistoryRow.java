// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Row;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** History row without the large columns. */
record HistoryRow(HistorySource source, Row row) {
    /** Large columns, which are left out. */
    static final Set<String> LARGE = Set.of("data", "base_data");

    long id() {
        return Objects.requireNonNull(row.number("change_id"));
    }

    long timestamp() {
        return Objects.requireNonNull(row.number("timestamp"));
    }

    /** Returns whether the row exists after this change. */
    boolean exists() {
        return row.get(source.presence()) != null;
    }

    Row state() {
        return row.without(List.of("change_id", "changed_by", "timestamp"));
    }

    ChangeType type() {
        if (!exists()) {
            return ChangeType.DELETE;
        }
        boolean first = source.subject() == HistoryEvent.Subject.SIGNOFF || row.dataVersion() == 1;
        return first ? ChangeType.INSERT : ChangeType.UPDATE;
    }
}
