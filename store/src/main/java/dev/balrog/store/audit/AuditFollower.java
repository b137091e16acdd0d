// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import static dev.balrog.store.jooq.Tables.BALROG_AUDIT_LOG;
import static org.jooq.impl.SQLDataType.BIGINT;

import dev.balrog.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Follows the changes that any process commits to a database: each poll returns the entries of the
 * audit log since the previous one, and the tables that changed without an entry, as Mozilla's
 * Balrog changes them. Changes of releases have no history table, so those by Mozilla's Balrog are
 * not seen.
 *
 * <p>Entries are written under the write lock, which is held until the commit. So they become
 * visible in their order, and no entry is missed. Not thread-safe.
 */
public final class AuditFollower {
    private static final int BATCH = 500;
    private static final String POSITION = "change_id";

    private final Database database;
    private final int backlog;
    private @Nullable AuditHead last;
    private Map<String, Long> positions = Map.of();

    /**
     * Creates a follower.
     *
     * @param backlog maximum number of older entries that the first poll returns
     */
    public AuditFollower(Database database, int backlog) {
        this.database = database;
        this.backlog = backlog;
    }

    /**
     * Changes since the previous poll.
     *
     * @param entries entries of the audit log, in their order, without those that record the state
     *     of each row when the log was started, acknowledged or imported
     * @param unaudited names of governed tables that changed without an entry
     * @param head newest entry of the log
     * @param continuous false if the log no longer contains what an earlier poll returned, and at
     *     the first poll
     */
    public record Changes(List<AuditEntry> entries, Set<String> unaudited, AuditHead head, boolean continuous) {
        public Changes {
            entries = List.copyOf(entries);
            unaudited = Set.copyOf(unaudited);
        }
    }

    /**
     * Returns what was committed since the previous poll; at the first poll, the newest entries.
     *
     * @throws dev.balrog.store.StoreException when the database fails; the next poll returns what
     *     this one did not
     */
    public Changes poll() {
        State state = database.read(this::read);
        AuditHead known = last;
        Set<String> unaudited = new LinkedHashSet<>();
        if (known != null) {
            state.positions.forEach((table, position) -> {
                if (!position.equals(positions.get(table)) && !state.audited.contains(table)) {
                    unaudited.add(table);
                }
            });
        }
        last = state.head;
        positions = state.positions;
        return new Changes(state.entries, unaudited, state.head, state.continuous);
    }

    private record State(
            List<AuditEntry> entries,
            Set<String> audited,
            Map<String, Long> positions,
            AuditHead head,
            boolean continuous) {}

    private State read(DSLContext sql) {
        AuditHead known = last;
        boolean continuous = known != null
                && (known.sequence() == 0
                        || AuditChain.hash(sql, known.sequence())
                                .filter(known.hash()::equals)
                                .isPresent());
        long from = known != null && continuous
                ? known.sequence()
                : Math.max(0, AuditChain.head(sql).sequence() - backlog);
        List<AuditEntry> entries = new ArrayList<>();
        Set<String> audited = new LinkedHashSet<>();
        AuditHead head = known != null && continuous ? known : AuditHead.NONE;
        while (true) {
            List<AuditEntry> batch = sql.selectFrom(BALROG_AUDIT_LOG)
                    .where(BALROG_AUDIT_LOG.ID.gt(from))
                    .orderBy(BALROG_AUDIT_LOG.ID)
                    .limit(BATCH)
                    .fetch(AuditEntry::of);
            for (AuditEntry entry : batch) {
                entry.changedRow().ifPresent(row -> audited.add(row.table()));
                if (isChange(entry)) {
                    entries.add(entry);
                }
                head = entry.head();
                from = entry.sequence();
            }
            if (batch.size() < BATCH) {
                return new State(entries, audited, positions(sql), head, continuous);
            }
        }
    }

    private static boolean isChange(AuditEntry entry) {
        return !entry.is(AuditAction.GENESIS)
                && !entry.is(AuditAction.ADOPT)
                && !entry.is(AuditAction.ACKNOWLEDGE)
                && (!entry.is(AuditAction.IMPORT) || entry.row() == null);
    }

    /** Returns the newest change in the history of each governed table that has one. */
    private static Map<String, Long> positions(DSLContext sql) {
        List<Field<Long>> newest = new ArrayList<>();
        for (GovernedTable table : GovernedTable.all()) {
            table.history()
                    .ifPresent(history ->
                            newest.add(DSL.field(DSL.select(DSL.max(DSL.field(DSL.name(POSITION), BIGINT)))
                                            .from(history))
                                    .as(table.name())));
        }
        Record row = Objects.requireNonNull(sql.select(newest).fetchOne());
        Map<String, Long> positions = new HashMap<>();
        newest.forEach(field -> positions.put(field.getName(), Objects.requireNonNullElse(row.get(field), 0L)));
        return positions;
    }
}
