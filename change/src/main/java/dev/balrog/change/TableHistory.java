// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.List;

/**
 * A history in a table of its own. That a row came into being takes two rows there: one, a millisecond earlier, with
 * nothing but the key says that it did not exist, the other one has its values. That it has gone is told by another
 * row with nothing but the key.
 */
final class TableHistory implements RowHistory {
    private final TableWriter history;
    private final List<String> key;

    TableHistory(TableWriter history, List<String> key) {
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
        history.insert(row.with("changed_by", who).with("timestamp", millis));
    }
}
