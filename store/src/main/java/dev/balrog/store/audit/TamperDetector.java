// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.ChangeDetector;
import dev.balrog.store.ChangeDetector.Fingerprint;
import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditChain.Present;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Detector of governed rows that were changed without an entry in the audit log. Cheap enough to
 * run every minute: reads only new entries of the log, reads tables only after a commit, and reads
 * tables with releases incrementally, each call continuing where the last one stopped.
 */
public final class TamperDetector implements AutoCloseable {
    private static final int MOST_FINDINGS = 1000;

    private final Database database;
    private final Duration budget;
    private final LongSupplier nanos;
    private final ChangeDetector changes;
    private final ExplainedRows explained = new ExplainedRows();
    private final Map<RowId, AuditFinding> unexplained = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();

    private @Nullable Fingerprint proven;
    private @Nullable Fingerprint passBegan;
    private int passTable;
    private List<@Nullable Object> passNext = List.of();

    /**
     * Creates a detector that has not read anything.
     *
     * @param budget maximum time for which each check reads tables with releases
     * @param nanos monotonic clock, in nanoseconds
     */
    public TamperDetector(Database database, Duration budget, LongSupplier nanos) {
        this.database = database;
        this.budget = budget;
        this.nanos = nanos;
        this.changes = new ChangeDetector(
                database, GovernedTable.all().stream().map(GovernedTable::name).toList());
    }

    /**
     * State of the database.
     *
     * @param head newest verified entry
     * @param findings all current contradictions to the log
     * @param fresh findings that no earlier report contained
     * @param complete whether all rows have been read since the last commit
     */
    public record Report(AuditHead head, List<AuditFinding> findings, List<AuditFinding> fresh, boolean complete) {}

    /**
     * Checks new entries of the log and changed tables.
     *
     * @throws dev.balrog.store.StoreException when the database fails
     */
    public synchronized Report check() {
        // The fingerprint is taken before reading, so that the next check detects concurrent
        // commits.
        Fingerprint now = changes.fingerprint();
        boolean complete = database.<Boolean>read(sql -> read(sql, now));
        List<AuditFinding> findings = findings();
        List<AuditFinding> fresh = new ArrayList<>();
        Set<String> current = new HashSet<>();
        for (AuditFinding finding : findings) {
            current.add(finding.toString());
            if (!told.contains(finding.toString())) {
                fresh.add(finding);
            }
        }
        told.clear();
        told.addAll(current);
        return new Report(explained.head(), findings, fresh, complete);
    }

    private List<AuditFinding> findings() {
        List<AuditFinding> findings = new ArrayList<>();
        explained.broken().ifPresent(findings::add);
        findings.addAll(explained.gaps());
        findings.addAll(unexplained.values());
        return findings;
    }

    private boolean read(DSLContext sql, Fingerprint now) {
        explained.advance(sql);
        if (explained.broken().isPresent()) {
            return false;
        }
        for (RowId row : List.copyOf(unexplained.keySet())) {
            recheck(sql, row);
        }
        if (now.sameAs(proven)) {
            return true;
        }
        for (GovernedTable table : GovernedTable.all()) {
            if (sql.fetchCount(table.table()) != explained.count(table.name())) {
                compareKeys(sql, table);
            }
            if (!table.isLarge()) {
                AuditChain.scan(sql, table, this::compare);
            }
        }
        return readReleases(sql, now);
    }

    private boolean readReleases(DSLContext sql, Fingerprint now) {
        if (passBegan == null) {
            passBegan = now;
        }
        List<GovernedTable> large =
                GovernedTable.all().stream().filter(GovernedTable::isLarge).toList();
        long end = nanos.getAsLong() + budget.toNanos();
        while (passTable < large.size()) {
            AuditChain.Page page = AuditChain.page(sql, large.get(passTable), passNext);
            page.rows().forEach(this::compare);
            passNext = page.next();
            if (page.isLast()) {
                passTable++;
            }
            if (nanos.getAsLong() - end >= 0 && passTable < large.size()) {
                return false;
            }
        }
        passTable = 0;
        proven = passBegan;
        passBegan = null;
        return now.sameAs(proven);
    }

    private void compare(Present row) {
        note(row.id(), explained.check(row.id(), row.digest()));
    }

    private void recheck(DSLContext sql, RowId id) {
        note(id, explained.check(sql, id));
    }

    private static AuditFinding missing(RowId id) {
        return new AuditFinding(AuditFinding.Kind.ROW, null, id, "is missing, but recorded in the audit log");
    }

    private void note(RowId id, Optional<AuditFinding> finding) {
        if (finding.isEmpty()) {
            unexplained.remove(id);
        } else if (unexplained.size() < MOST_FINDINGS || unexplained.containsKey(id)) {
            unexplained.put(id, finding.get());
        }
    }

    /** Finds inserted and deleted rows by their keys. */
    private void compareKeys(DSLContext sql, GovernedTable table) {
        ExplainedRows.Absent absent = explained.absent(table.name());
        for (Record row : sql.select(table.key()).from(table.table()).fetch()) {
            RowId id = new RowId(table.name(), table.keyOf(row));
            absent.seen(id);
            if (explained.digest(id) == null) {
                note(id, explained.check(id, ""));
            }
        }
        for (long sequence : absent.entries(MOST_FINDINGS)) {
            AuditChain.entry(sql, sequence)
                    .flatMap(AuditEntry::changedRow)
                    .ifPresent(row -> note(row, Optional.of(missing(row))));
        }
    }

    @Override
    public void close() {
        changes.close();
    }
}
