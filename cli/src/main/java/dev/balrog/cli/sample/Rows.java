// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes rows of tables that have a history table, including the history of their inserts and
 * updates.
 */
final class Rows {
    private static final Instant FIRST_CHANGE = Instant.parse("2026-01-05T09:00:00Z");
    private static final Duration BETWEEN_CHANGES = Duration.ofSeconds(61);

    private final RowSink sink;
    private final Map<String, Integer> lastChangeIds = new HashMap<>();
    private long timestamp = FIRST_CHANGE.toEpochMilli();

    Rows(RowSink sink) {
        this.sink = sink;
    }

    /**
     * Writes a row and its history.
     *
     * @param key columns of the primary key
     * @param versions the row after its insert and after each update; the last one is the current
     *     row
     */
    void write(String table, List<String> key, String changedBy, List<ObjectNode> versions) throws IOException {
        ObjectNode first = versions.getFirst();
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        for (String column : key) {
            before.set(column, first.get(column));
        }
        timestamp += BETWEEN_CHANGES.toMillis();
        // A history row with only the key, a millisecond earlier, says that there was no row
        // before.
        writeHistory(table, before, changedBy, timestamp - 1);
        for (int i = 0; i < versions.size(); i++) {
            if (i > 0) {
                timestamp += BETWEEN_CHANGES.toMillis();
            }
            writeHistory(table, versions.get(i), changedBy, timestamp);
        }
        sink.row(table, versions.getLast());
    }

    private void writeHistory(String table, ObjectNode row, String changedBy, long when) throws IOException {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("change_id", lastChangeIds.merge(table, 1, Integer::sum));
        change.put("changed_by", changedBy);
        change.put("timestamp", when);
        change.setAll(row);
        sink.row(table + "_history", change);
    }
}
