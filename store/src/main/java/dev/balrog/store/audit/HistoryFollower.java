// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Comparison of the history of a table with the entries of the audit log, both in the order in
 * which they were written.
 */
final class HistoryFollower {
    private static final String DATA_VERSION = "data_version";
    private static final String ROLE = "role";

    private final DSLContext sql;
    private final GovernedTable table;
    private final Table<?> history;
    private final boolean whole;
    private final Consumer<AuditFinding> findings;
    private final HistoryDigests.Running running;
    private final Deque<Record> buffer = new ArrayDeque<>();
    private long fetched;
    private boolean positioned;
    private long rows;

    HistoryFollower(
            DSLContext sql, GovernedTable table, Table<?> history, boolean whole, Consumer<AuditFinding> findings) {
        this.sql = sql;
        this.table = table;
        this.history = history;
        this.whole = whole;
        this.findings = findings;
        this.running = new HistoryDigests.Running(table);
        this.positioned = whole;
    }

    /** Returns the number of compared rows. */
    long rows() {
        return rows;
    }

    /** Compares all rows up to the last one of a recorded digest with that digest. */
    void checkpoint(long entry, JsonNode digest) {
        long last = digest.path(HistoryDigests.LAST).asLong(0);
        Record row = peek();
        while (row != null && HistoryDigests.id(row) <= last) {
            take();
            row = peek();
        }
        if (last > 0
                && (running.last() != last
                        || !running.hex()
                                .equals(digest.path(HistoryDigests.DIGEST).asString()))) {
            findings.accept(new AuditFinding(
                    AuditFinding.Kind.HISTORY,
                    entry,
                    new RowId(history.getName(), "until change_id " + last),
                    "differs from its state when entry " + entry + " was written"));
        }
    }

    /** Compares the history rows that an entry caused. */
    void follow(AuditEntry entry, RowId row) {
        if (entry.is(AuditAction.ADOPT) || entry.is(AuditAction.IMPORT)) {
            return;
        }
        if (entry.before() == null && entry.after() != null) {
            expect(entry, row, entry.millis() - 1, null);
        }
        expect(entry, row, entry.millis(), entry.after());
    }

    private void expect(AuditEntry entry, RowId row, long millis, @Nullable String digest) {
        position(millis);
        Integer version = digest == null ? null : entry.dataVersion();
        List<Record> foreign = new ArrayList<>();
        Record found = null;
        fill();
        for (Record candidate : buffer) {
            if (isThat(candidate, row, millis, digest != null, version)) {
                found = candidate;
                break;
            }
            foreign.add(candidate);
        }
        if (found == null) {
            findings.accept(new AuditFinding(
                    AuditFinding.Kind.HISTORY,
                    entry.sequence(),
                    row,
                    "has no row in " + history.getName() + " for entry " + entry.sequence()));
            return;
        }
        for (Record skipped : foreign) {
            take();
            if (positioned) {
                reportForeign(skipped);
            }
        }
        take();
        positioned = true;
        compare(entry, row, found, digest);
    }

    private void compare(AuditEntry entry, RowId row, Record found, @Nullable String digest) {
        String author = found.get("changed_by", String.class);
        if (!entry.author().equals(author)) {
            different(entry, row, found, "was changed by " + entry.author() + ", not by " + author);
        } else if (digest != null && !digest.equals(table.digestOf(found))) {
            different(entry, row, found, "has values that differ from entry " + entry.sequence());
        }
    }

    private void different(AuditEntry entry, RowId row, Record found, String message) {
        findings.accept(new AuditFinding(
                AuditFinding.Kind.HISTORY,
                entry.sequence(),
                row,
                "in " + history.getName() + ", change_id " + HistoryDigests.id(found) + ", " + message));
    }

    private void reportForeign(Record row) {
        findings.accept(new AuditFinding(
                AuditFinding.Kind.HISTORY,
                null,
                new RowId(history.getName(), table.keyOf(row)),
                "with change_id " + HistoryDigests.id(row) + " has no entry in the audit log"));
    }

    private boolean isThat(Record candidate, RowId row, long millis, boolean present, @Nullable Integer version) {
        return Objects.equals(candidate.get("timestamp", Long.class), millis)
                && isPresent(candidate) == present
                && (!table.isVersioned() || Objects.equals(candidate.get(DATA_VERSION, Integer.class), version))
                && table.keyOf(candidate).equals(row.key());
    }

    /** Returns whether the row existed; if it did not, only its key is set. */
    private boolean isPresent(Record row) {
        Field<?> value = table.isVersioned() ? row.field(DATA_VERSION) : row.field(ROLE);
        return value == null || row.get(value) != null;
    }

    /** Reports the remaining rows, which have no entry. */
    void finish() {
        for (Record row = peek(); row != null; row = peek()) {
            take();
            if (positioned) {
                reportForeign(row);
            }
        }
    }

    /**
     * Sets the position in the history to the time of the first entry, if verification starts in
     * the middle of the log.
     */
    private void position(long millis) {
        if (!whole && fetched == 0) {
            Long first = sql.select(DSL.min(HistoryDigests.idField(history)))
                    .from(history)
                    .where(timestamp().ge(millis))
                    .fetchOne(0, Long.class);
            fetched = first == null ? Long.MAX_VALUE : first - 1;
        }
    }

    private Field<Long> timestamp() {
        return Objects.requireNonNull(history.field("timestamp", Long.class));
    }

    private @Nullable Record peek() {
        if (buffer.isEmpty()) {
            fetch();
        }
        return buffer.peekFirst();
    }

    private void fill() {
        if (buffer.size() < table.pageSize() / 2) {
            fetch();
        }
    }

    private void take() {
        Record row = buffer.removeFirst();
        rows++;
        running.add(row);
    }

    private void fetch() {
        if (fetched == Long.MAX_VALUE) {
            return;
        }
        int limit = table.pageSize();
        List<? extends Record> more = sql.selectFrom(history)
                .where(after(fetched))
                .orderBy(HistoryDigests.idField(history))
                .limit(limit)
                .fetch();
        buffer.addAll(more);
        fetched = more.size() < limit ? Long.MAX_VALUE : HistoryDigests.id(more.getLast());
    }

    private Condition after(long id) {
        return greater(HistoryDigests.idField(history), id);
    }

    private static <T> Condition greater(Field<T> field, long value) {
        return field.gt(DSL.val(value, field));
    }
}
