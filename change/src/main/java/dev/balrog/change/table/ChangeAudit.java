// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.table;

import static dev.balrog.change.row.SharedColumns.DATA_VERSION;
import static dev.balrog.store.jooq.Tables.BALROG_CHANGE_COMMENTS;

import dev.balrog.change.row.ChangeComment;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.row.SetState;
import dev.balrog.store.audit.AuditAction;
import dev.balrog.store.audit.AuditRecord;
import dev.balrog.store.audit.AuditRecord.RowId;
import dev.balrog.store.audit.GovernedTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects the audit records of one transaction: one per governed row that is written, in the order
 * of the history rows. Only {@link VersionedTable} writes rows, and it reports all of them.
 */
public final class ChangeAudit {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String who;
    private final boolean recording;
    private final List<AuditRecord> records = new ArrayList<>();
    private final Map<RowId, Pending> updates = new LinkedHashMap<>();
    private boolean enacting;
    private @Nullable String signoffs;

    private record Pending(
            AuditAction action,
            @Nullable Integer version,
            @Nullable String before,
            @Nullable String after) {}

    private ChangeAudit(String who, boolean recording) {
        this.who = who;
        this.recording = recording;
    }

    /** Creates a collector of the changes of a user. */
    public static ChangeAudit of(String who) {
        return new ChangeAudit(who, true);
    }

    /**
     * Creates a collector that ignores everything, for transactions that are rolled back or write
     * nothing.
     */
    public static ChangeAudit off() {
        return new ChangeAudit("", false);
    }

    boolean isOff() {
        return !recording;
    }

    void inserted(TableWriter table, Row row, AuditStamp stamp) {
        table(table)
                .ifPresent(governed -> add(
                        new RowId(governed.name(), governed.keyOf(row::value)),
                        pending(
                                action(governed.name(), AuditAction.INSERT, row),
                                row.get(DATA_VERSION),
                                null,
                                governed.digestOf(row::value)),
                        stamp));
    }

    /** Records an update. It is complete once {@link #remembered} reports its author. */
    void updated(TableWriter table, Row before, Row after) {
        table(table)
                .ifPresent(governed -> updates.put(
                        new RowId(governed.name(), governed.keyOf(before::value)),
                        pending(
                                action(governed.name(), AuditAction.UPDATE, after),
                                after.get(DATA_VERSION),
                                governed.digestOf(before::value),
                                governed.digestOf(after::value))));
    }

    void remembered(TableWriter table, Row row, AuditStamp stamp) {
        table(table).ifPresent(governed -> {
            RowId id = new RowId(governed.name(), governed.keyOf(row::value));
            Pending update = updates.remove(id);
            if (update == null) {
                throw new IllegalStateException(id + " was not updated");
            }
            add(id, update, stamp);
        });
    }

    void deleted(TableWriter table, Row before, AuditStamp stamp) {
        table(table)
                .ifPresent(governed -> add(
                        new RowId(governed.name(), governed.keyOf(before::value)),
                        pending(
                                action(governed.name(), AuditAction.DELETE, before),
                                null,
                                governed.digestOf(before::value),
                                null),
                        stamp));
    }

    private Optional<GovernedTable> table(TableWriter table) {
        return recording ? GovernedTable.of(table.table()) : Optional.empty();
    }

    private static Pending pending(
            AuditAction action, @Nullable Integer version, @Nullable String before, @Nullable String after) {
        return new Pending(action, version, before, after);
    }

    private AuditAction action(String table, AuditAction change, Row row) {
        if (table.equals(BALROG_CHANGE_COMMENTS.getName())) {
            return switch (change) {
                case INSERT -> ChangeComment.requestsChanges(row) ? AuditAction.REQUEST_CHANGES : AuditAction.COMMENT;
                case UPDATE -> ChangeComment.isWithdrawn(row) ? AuditAction.WITHDRAW : AuditAction.DISMISS;
                default -> change;
            };
        }
        if (table.equals(Entity.CHANGE_SETS.tableName())) {
            return change == AuditAction.UPDATE ? ofState(row) : change;
        }
        if (table.equals(Entity.CHANGE_SET_SIGNOFFS.tableName())) {
            return change == AuditAction.DELETE ? AuditAction.REVOKE : AuditAction.SIGN;
        }
        Optional<Entity.Scheduled> scheduled = Entity.scheduledOf(table);
        if (scheduled.isEmpty()) {
            return change;
        }
        if (table.equals(scheduled.get().signoffs().getName())) {
            return change == AuditAction.DELETE ? AuditAction.REVOKE : AuditAction.SIGN;
        }
        return switch (change) {
            case INSERT -> AuditAction.SCHEDULE;
            case DELETE -> AuditAction.CANCEL;
            default -> enacting ? AuditAction.ENACT : AuditAction.EDIT;
        };
    }

    private static AuditAction ofState(Row changeSet) {
        return switch (SetState.of(changeSet)) {
            case OPEN -> AuditAction.EDIT;
            case ENACTED -> AuditAction.ENACT;
            case CANCELLED -> AuditAction.CANCEL;
        };
    }

    private void add(RowId id, Pending change, AuditStamp stamp) {
        records.add(new AuditRecord(
                change.action(),
                stamp.who().equals(who) ? null : stamp.who(),
                id,
                change.version(),
                change.before(),
                change.after(),
                signoffs,
                null));
    }

    /** Runs work that marks a scheduled change as enacted. */
    public <T> T enacting(Supplier<T> work) {
        enacting = true;
        try {
            return work.get();
        } finally {
            enacting = false;
        }
    }

    /**
     * Runs work that the signoffs of a scheduled change allow.
     *
     * @param counted signoffs that count, as an object that can be serialized to JSON
     */
    public <T> T withSignoffs(Object counted, Supplier<T> work) {
        signoffs = JSON.writeValueAsString(counted);
        try {
            return work.get();
        } finally {
            signoffs = null;
        }
    }

    /**
     * Returns the collected records.
     *
     * @throws IllegalStateException if a row was updated but its history was not written
     */
    public List<AuditRecord> records() {
        if (!updates.isEmpty()) {
            throw new IllegalStateException("no history was written for " + updates.keySet());
        }
        return List.copyOf(records);
    }
}
