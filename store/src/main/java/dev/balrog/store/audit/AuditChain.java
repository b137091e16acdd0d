// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;

import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Audit log: an append-only hash chain with an entry for each governed row that a change wrote.
 * Entries are written in the transaction of the change, which holds the write lock, so they are in
 * the order of the changes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9162">RFC 9162, on append-only logs</a>
 */
public final class AuditChain {
    static final int FETCH_SIZE = 1000;
    /** User name in entries that no user caused. */
    private static final String SYSTEM = "balrog";

    private static final int BATCH = 500;
    private static final List<Field<?>> COLUMNS = List.of(BALROG_AUDIT_LOG.fields());

    private AuditChain() {}

    /**
     * Appends entries within the transaction of the change.
     *
     * @param sql a transaction that holds the write lock
     * @param changedBy user who made the change
     * @param millis time of the change, in milliseconds since 1970
     */
    public static void append(DSLContext sql, String changedBy, long millis, List<AuditRecord> changes) {
        if (!changes.isEmpty()) {
            Appender appender = new Appender(sql, changedBy, millis);
            changes.forEach(appender::add);
            appender.flush();
        }
    }

    /**
     * Appender that writes the entries of one transaction in batches, without keeping all of them
     * in memory.
     */
    static final class Appender {
        private final DSLContext sql;
        private final String changedBy;
        private final long millis;
        private final long transaction;
        private final List<@Nullable Object[]> rows = new ArrayList<>();
        private AuditHead head;

        Appender(DSLContext sql, String changedBy, long millis) {
            this.sql = sql;
            this.changedBy = changedBy;
            this.millis = millis;
            this.head = head(sql);
            this.transaction = head.sequence() + 1;
        }

        void add(AuditRecord change) {
            AuditEntry entry = AuditEntry.chain(head, transaction, millis, changedBy, change);
            rows.add(values(entry));
            head = entry.head();
            if (rows.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (rows.size() == 1) {
                insert(rows.getFirst()).execute();
            } else if (!rows.isEmpty()) {
                sql.batch(insert(new @Nullable Object[COLUMNS.size()]), rows.toArray(new @Nullable Object[0][]))
                        .execute();
            }
            rows.clear();
        }

        private org.jooq.InsertValuesStepN<Record> insert(@Nullable Object[] values) {
            return sql.insertInto(BALROG_AUDIT_LOG).columns(COLUMNS).values(values);
        }

        private static @Nullable Object[] values(AuditEntry entry) {
            RowId row = entry.row();
            return new @Nullable Object[] {
                entry.sequence(),
                entry.transaction(),
                entry.millis(),
                entry.changedBy(),
                entry.onBehalfOf(),
                entry.action(),
                row == null ? null : row.table(),
                row == null ? null : row.key(),
                entry.dataVersion(),
                entry.before(),
                entry.after(),
                entry.signoffs(),
                entry.details(),
                entry.previousHash(),
                entry.hash()
            };
        }
    }

    /** Returns the newest entry as the log's head; {@link AuditHead#NONE} while it is empty. */
    public static AuditHead head(DSLContext sql) {
        return sql.select(BALROG_AUDIT_LOG.ID, BALROG_AUDIT_LOG.HASH, BALROG_AUDIT_LOG.TIMESTAMP)
                .from(BALROG_AUDIT_LOG)
                .orderBy(BALROG_AUDIT_LOG.ID.desc())
                .limit(1)
                .fetchOptional(row -> new AuditHead(row.value1(), row.value2(), row.value3()))
                .orElse(AuditHead.NONE);
    }

    /**
     * Returns the sequence number of an entry such that it and those before it are all that were
     * written until a time; 0 if there are none. After the clock was set back, entries from before
     * may be counted as written later.
     *
     * @param millis time in milliseconds since 1970
     */
    public static long newestUntil(DSLContext sql, long millis) {
        long until = 0;
        long after = head(sql).sequence() + 1;
        // There is no index on the time, but sequence numbers have no gaps, and times ascend.
        while (after - until > 1) {
            long middle = until + (after - until) / 2;
            Long written = sql.select(BALROG_AUDIT_LOG.TIMESTAMP)
                    .from(BALROG_AUDIT_LOG)
                    .where(BALROG_AUDIT_LOG.ID.eq(middle))
                    .fetchOne(BALROG_AUDIT_LOG.TIMESTAMP);
            if (written != null && written <= millis) {
                until = middle;
            } else {
                after = middle;
            }
        }
        return until;
    }

    /** Returns the hash of an entry; empty when there is no such entry. */
    public static Optional<String> hash(DSLContext sql, long sequence) {
        return sql.select(BALROG_AUDIT_LOG.HASH)
                .from(BALROG_AUDIT_LOG)
                .where(BALROG_AUDIT_LOG.ID.eq(sequence))
                .fetchOptional(BALROG_AUDIT_LOG.HASH);
    }

    /** Returns an entry; empty when there is no such entry. */
    static Optional<AuditEntry> entry(DSLContext sql, long sequence) {
        return read(sql, BALROG_AUDIT_LOG.ID.eq(sequence), 1, false).stream().findFirst();
    }

    /** Reads entries in the order of the log, in batches of 1000. */
    static void read(DSLContext sql, long after, Consumer<AuditEntry> consumer) {
        long last = after;
        while (true) {
            List<AuditEntry> batch = read(sql, BALROG_AUDIT_LOG.ID.gt(last), FETCH_SIZE, false);
            batch.forEach(consumer);
            if (batch.size() < FETCH_SIZE) {
                return;
            }
            last = batch.getLast().sequence();
        }
    }

    private static List<AuditEntry> read(DSLContext sql, Condition condition, int limit, boolean newestFirst) {
        return sql.selectFrom(BALROG_AUDIT_LOG)
                .where(condition)
                .orderBy(newestFirst ? BALROG_AUDIT_LOG.ID.desc() : BALROG_AUDIT_LOG.ID.asc())
                .limit(limit)
                .fetch(AuditEntry::of);
    }

    /**
     * Filter for entries.
     *
     * @param table name of a table; null for all
     * @param user user who made the change, or on whose behalf it was made; null for all
     * @param from earliest time, in milliseconds since 1970; null for no limit
     * @param to latest time; null for no limit
     */
    public record Filter(
            @Nullable String table,
            @Nullable String user,
            @Nullable Long from,
            @Nullable Long to) {
        Condition condition() {
            Condition condition = DSL.noCondition();
            if (table != null) {
                condition = condition.and(BALROG_AUDIT_LOG.TABLE_NAME.eq(table));
            }
            if (user != null) {
                condition =
                        condition.and(BALROG_AUDIT_LOG.CHANGED_BY.eq(user).or(BALROG_AUDIT_LOG.ON_BEHALF_OF.eq(user)));
            }
            if (from != null) {
                condition = condition.and(BALROG_AUDIT_LOG.TIMESTAMP.ge(from));
            }
            if (to != null) {
                condition = condition.and(BALROG_AUDIT_LOG.TIMESTAMP.le(to));
            }
            return condition;
        }
    }

    /** Returns the newest entries that match a filter, newest first. */
    public static List<AuditEntry> list(DSLContext sql, Filter filter, int limit) {
        return read(sql, filter.condition(), limit, true);
    }

    /**
     * Starts the log with the current state of all rows, unless it has been started. Binds the
     * histories by a digest of their current content.
     *
     * @return whether the log was started
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public static boolean begin(Database database, long millis) {
        if (database.read(AuditChain::head).sequence() > 0) {
            return false;
        }
        return database.writeExclusively(sql -> {
            if (head(sql).sequence() > 0) {
                return false;
            }
            adoptAll(sql, SYSTEM, millis, AuditAction.GENESIS, AuditAction.ADOPT, event());
            return true;
        });
    }

    /**
     * Records the replacement of all rows by a data set, within the transaction that replaces them.
     *
     * @param sql a transaction that holds the write lock
     * @param file name of the data set
     */
    public static void imported(DSLContext sql, String changedBy, long millis, String file) {
        adoptAll(sql, changedBy, millis, AuditAction.IMPORT, AuditAction.IMPORT, event().put("file", file));
    }

    static ObjectNode event() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void adoptAll(
            DSLContext sql, String who, long millis, AuditAction event, AuditAction each, ObjectNode details) {
        details.set("histories", HistoryDigests.of(sql));
        Appender appender = new Appender(sql, who, millis);
        appender.add(AuditRecord.event(event, text(details)));
        for (GovernedTable table : GovernedTable.all()) {
            scan(sql, table, row -> appender.add(AuditRecord.found(each, row.id(), row.version(), null, row.digest())));
        }
        appender.flush();
    }

    static String text(ObjectNode details) {
        return JsonMapper.shared().writeValueAsString(details);
    }

    /**
     * Current state of a row.
     *
     * @param version its data version; null when it has none
     * @param digest its digest
     */
    record Present(RowId id, @Nullable Integer version, String digest) {
        static Present of(GovernedTable table, Record row) {
            Field<?> version = row.field("data_version");
            return new Present(
                    new RowId(table.name(), table.keyOf(row)),
                    version == null ? null : row.get(version, Integer.class),
                    table.digestOf(row));
        }
    }

    /**
     * Reads all rows of a table in key order, page by page, so that the connection is free for
     * other statements between pages.
     */
    static void scan(DSLContext sql, GovernedTable table, Consumer<Present> consumer) {
        Page page = page(sql, table, List.of());
        while (true) {
            page.rows().forEach(consumer);
            if (page.isLast()) {
                return;
            }
            page = page(sql, table, page.next());
        }
    }

    /**
     * Page of consecutive rows.
     *
     * @param next key of the last row, from which the next page continues; empty when there are no
     *     more rows
     */
    record Page(List<Present> rows, List<@Nullable Object> next) {
        boolean isLast() {
            return next.isEmpty();
        }
    }

    /**
     * Reads a page of rows in key order.
     *
     * @param after the {@code next} of the previous page; empty for the first page
     */
    static Page page(DSLContext sql, GovernedTable table, List<@Nullable Object> after) {
        int limit = table.pageSize();
        var ordered = sql.selectFrom(table.table()).orderBy(table.key());
        List<? extends Record> found = after.isEmpty()
                ? ordered.limit(limit).fetch()
                : ordered.seek(after.toArray()).limit(limit).fetch();
        List<@Nullable Object> next = new ArrayList<>();
        if (found.size() == limit) {
            table.key().forEach(field -> next.add(found.getLast().get(field)));
        }
        return new Page(found.stream().map(row -> Present.of(table, row)).toList(), next);
    }

    /** Returns the current state of a row; empty when there is none with exactly this key. */
    static Optional<Present> find(DSLContext sql, GovernedTable table, RowId id) {
        Condition condition = DSL.noCondition();
        for (var column : GovernedTable.parseKey(id.key()).entrySet()) {
            condition = condition.and(equal(table.table().field(column.getKey()), column.getValue()));
        }
        // A collation may match other keys as well.
        return sql.selectFrom(table.table()).where(condition).fetch().stream()
                .map(row -> Present.of(table, row))
                .filter(row -> row.id().equals(id))
                .findFirst();
    }

    private static Condition equal(@Nullable Field<?> field, Object value) {
        return field == null ? DSL.falseCondition() : compare(field, value);
    }

    private static <T> Condition compare(Field<T> field, Object value) {
        return field.eq(DSL.val(value, field));
    }
}
