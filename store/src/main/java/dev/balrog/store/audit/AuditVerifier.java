// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.audit;

import dev.balrog.store.Database;
import dev.balrog.store.audit.AuditRecord.RowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifier of the consistency of the audit log, all governed tables and their histories, in one
 * transaction with a consistent snapshot.
 */
public final class AuditVerifier {
    /** Maximum number of findings in a result; further ones are only counted. */
    private static final int MOST_FINDINGS = 100;

    private static final int PROGRESS_EVERY = 10_000;

    private final Database database;
    private final LongConsumer progress;

    /**
     * Creates a verifier.
     *
     * @param progress called from time to time with the number of entries and rows read
     */
    public AuditVerifier(Database database, LongConsumer progress) {
        this.database = database;
        this.progress = progress;
    }

    /**
     * Result of a verification.
     *
     * @param head newest verified entry
     * @param entries number of entries read
     * @param rows number of rows compared
     * @param historyRows number of history rows compared
     * @param findings first findings: those of the chain, then of tables, then of histories
     * @param count number of all findings
     */
    public record Result(
            AuditHead head, long entries, long rows, long historyRows, List<AuditFinding> findings, long count) {
        public Result {
            findings = List.copyOf(findings);
        }

        /** Returns whether there are no findings. */
        public boolean agrees() {
            return count == 0;
        }
    }

    /**
     * Verifies everything, or only from an entry on.
     *
     * @param from sequence number of the first entry to verify, 1 for all; the previous entry is
     *     trusted, and of tables and histories only the parts that later entries concern are
     *     compared
     * @param heads heads kept elsewhere, which have to be in the log
     * @throws dev.balrog.store.StoreException when the database fails, or has no audit log
     * @throws IllegalArgumentException when there is no entry before the first one
     */
    public Result verify(long from, List<AuditHead> heads) {
        return database.read(sql -> new Run(sql, from).verify(heads));
    }

    private final class Run {
        private final DSLContext sql;
        private final boolean whole;
        private final ExplainedRows explained;
        private final List<AuditFinding> findings = new ArrayList<>();
        private final List<AuditFinding> historyFindings = new ArrayList<>();
        private final Map<String, HistoryFollower> histories = new HashMap<>();
        private final long first;
        private long count;
        private long entries;
        private long rows;

        Run(DSLContext sql, long from) {
            this.sql = sql;
            this.whole = from <= 1;
            this.first = Math.max(1, from);
            if (whole) {
                this.explained = new ExplainedRows();
            } else {
                String hash = AuditChain.hash(sql, from - 1)
                        .orElseThrow(() -> new IllegalArgumentException("the audit log has no entry " + (from - 1)));
                this.explained = ExplainedRows.from(new AuditHead(from - 1, hash, 0));
            }
        }

        Result verify(List<AuditHead> heads) {
            explained.advance(sql, this::follow);
            explained.broken().ifPresent(this::found);
            if (whole && explained.broken().isEmpty() && entries == 0) {
                found(AuditFinding.ofEntry(1, "is missing: the log is empty"));
            }
            heads.forEach(this::checkHead);
            if (explained.broken().isEmpty()) {
                if (whole) {
                    explained.gaps().forEach(this::found);
                }
                GovernedTable.all().forEach(this::checkTable);
                histories.values().forEach(HistoryFollower::finish);
                historyFindings.forEach(this::found);
            }
            return new Result(
                    explained.head(),
                    entries,
                    rows,
                    histories.values().stream().mapToLong(HistoryFollower::rows).sum(),
                    findings,
                    count);
        }

        private void found(AuditFinding finding) {
            count++;
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding);
            }
        }

        private void step() {
            if ((entries + rows) % PROGRESS_EVERY == 0) {
                progress.accept(entries + rows);
            }
        }

        private void follow(AuditEntry entry) {
            entries++;
            step();
            RowId row = entry.row();
            if (row == null) {
                checkpoint(entry);
                return;
            }
            GovernedTable.of(row.table()).flatMap(this::history).ifPresent(history -> history.follow(entry, row));
        }

        private Optional<HistoryFollower> history(GovernedTable table) {
            return table.history()
                    .map(history -> histories.computeIfAbsent(
                            table.name(), _ -> new HistoryFollower(sql, table, history, whole, historyFindings::add)));
        }

        /**
         * Verifies the histories up to an event that concerns all rows against the digests in its
         * entry.
         */
        private void checkpoint(AuditEntry entry) {
            String details = entry.details();
            if (details == null || !whole) {
                return;
            }
            JsonNode digests = JsonMapper.shared().readTree(details).path("histories");
            // Earlier findings have been acknowledged, or their rows replaced.
            historyFindings.clear();
            for (GovernedTable table : GovernedTable.all()) {
                history(table).ifPresent(history -> history.checkpoint(entry.sequence(), digests.path(table.name())));
            }
        }

        private void checkHead(AuditHead head) {
            if (head.sequence() < first) {
                return;
            }
            Optional<String> hash = AuditChain.hash(sql, head.sequence());
            if (hash.isEmpty()) {
                found(AuditFinding.ofEntry(head.sequence(), "is missing, but its hash was recorded elsewhere"));
            } else if (!hash.get().equals(head.hash())) {
                found(AuditFinding.ofEntry(head.sequence(), "does not have the hash that was recorded elsewhere"));
            }
        }

        private void checkTable(GovernedTable table) {
            ExplainedRows.Absent absent = explained.absent(table.name());
            AuditChain.scan(sql, table, row -> {
                rows++;
                step();
                absent.seen(row.id());
                if (whole || explained.digest(row.id()) != null) {
                    explained.check(row.id(), row.digest()).ifPresent(this::found);
                }
            });
            for (long sequence : absent.entries(MOST_FINDINGS)) {
                AuditChain.entry(sql, sequence).ifPresent(entry -> found(missing(entry)));
            }
            count += Math.max(0, absent.size() - MOST_FINDINGS);
        }
    }

    static AuditFinding missing(AuditEntry entry) {
        return new AuditFinding(
                AuditFinding.Kind.ROW,
                entry.sequence(),
                entry.row(),
                "is missing, although entry " + entry.sequence() + " wrote it");
    }
}
