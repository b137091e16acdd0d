// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.core.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Digests of whole history tables, which bind their content from before the audit log was started.
 */
final class HistoryDigests {
    static final String LAST = "last";
    static final String DIGEST = "digest";
    static final String CHANGE_ID = "change_id";

    private HistoryDigests() {}

    /** Incremental digest of the rows of a history, ordered by id. */
    static final class Running {
        private final GovernedTable table;
        private final MessageDigest digest = Sha256.newDigest();
        private long last;

        Running(GovernedTable table) {
            this.table = table;
        }

        void add(Record row) {
            last = id(row);
            digest.update((last + " " + row.get("timestamp", Long.class) + " " + row.get("changed_by", String.class)
                            + " " + table.keyOf(row) + " " + table.digestOf(row) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }

        long last() {
            return last;
        }

        String hex() {
            return Sha256.hex(digest);
        }
    }

    static long id(Record row) {
        return Objects.requireNonNull(row.get(CHANGE_ID, Long.class));
    }

    static Field<?> idField(Table<?> history) {
        return Objects.requireNonNull(history.field(CHANGE_ID));
    }

    /**
     * Returns, by table, the id of the last row and the digest of all rows up to it; omits empty
     * histories.
     */
    static ObjectNode of(DSLContext sql) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (GovernedTable table : GovernedTable.all()) {
            table.history().ifPresent(history -> {
                Running running = new Running(table);
                try (Cursor<? extends Record> rows = sql.selectFrom(history)
                        .orderBy(List.of(idField(history)))
                        .fetchSize(table.isLarge() ? 16 : AuditChain.FETCH_SIZE)
                        .fetchLazy()) {
                    rows.forEach(running::add);
                }
                if (running.last() > 0) {
                    all.putObject(table.name()).put(LAST, running.last()).put(DIGEST, running.hex());
                }
            });
        }
        return all;
    }
}
