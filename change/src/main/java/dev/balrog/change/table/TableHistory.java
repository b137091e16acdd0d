// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.CHANGED_BY;
import static dev.balrog.change.row.SharedColumns.TIMESTAMP;

import dev.balrog.change.row.Row;
import java.util.List;
import org.jooq.Field;

/**
 * History in a separate table. An insertion writes two history rows: one with only the key, a
 * millisecond earlier, records that the row did not exist; the other has its values. A deletion
 * writes one history row with only the key.
 */
final class TableHistory implements RowHistory {
    private final TableWriter history;
    private final List<Field<?>> key;

    TableHistory(TableWriter history, List<Field<?>> key) {
        this.history = history;
        this.key = key;
    }

    @Override
    public void inserted(Row row, AuditStamp stamp) {
        add(row.only(key), stamp.who(), stamp.millis() - 1);
        add(row, stamp.who(), stamp.millis());
    }

    @Override
    public void updated(Row row, AuditStamp stamp) {
        add(row, stamp.who(), stamp.millis());
    }

    @Override
    public void deleted(Row key, AuditStamp stamp) {
        add(key, stamp.who(), stamp.millis());
    }

    private void add(Row row, String who, long millis) {
        history.insert(row.with(CHANGED_BY, who).with(TIMESTAMP, millis));
    }
}
