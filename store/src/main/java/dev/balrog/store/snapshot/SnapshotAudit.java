// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditRecord.RowId;
import dev.balrog.store.audit.ExplainedRows;
import dev.balrog.store.audit.GovernedTable;
import dev.balrog.store.rows.ReleaseRows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Comparison of the source rows of snapshots with the audit log. */
final class SnapshotAudit {
    /** Maximum number of findings per snapshot, enough for a diagnosis. */
    private static final int MOST_FINDINGS = 20;

    private final ExplainedRows explained = new ExplainedRows();

    /** Digest of a row. */
    record Digest(RowId row, String digest) {
        static List<Digest> of(ReleaseRows rows) {
            List<Digest> digests = new ArrayList<>();
            add(digests, RELEASES_JSON, rows.base());
            rows.assets().forEach(asset -> add(digests, RELEASE_ASSETS, asset));
            add(digests, RELEASES, rows.whole());
            return digests;
        }

        private static void add(List<Digest> digests, Table<?> table, @Nullable Record row) {
            if (row != null) {
                digests.add(of(table, row));
            }
        }

        static Digest of(Table<?> table, Record row) {
            GovernedTable governed = GovernedTable.of(table).orElseThrow();
            return new Digest(new RowId(governed.name(), governed.keyOf(row)), governed.digestOf(row));
        }
    }

    /** Findings of one snapshot. */
    final class Check {
        private final DSLContext sql;
        private final List<AuditFinding> findings = new ArrayList<>();

        /** Creates a check of the rows that a transaction reads. */
        Check(DSLContext sql) {
            this.sql = sql;
            explained.advance(sql);
            explained.broken().ifPresent(this::add);
            explained.gaps().forEach(this::add);
        }

        private void add(AuditFinding finding) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(finding);
            }
        }

        /** Compares all rows of the tables. */
        void rows(SnapshotRows rows) {
            rows.forEach((table, records) -> {
                records.forEach(row -> compare(Digest.of(table, row)));
                requireCount(table, null, records.size());
            });
        }

        /** Compares all rows of a release. */
        void release(String name, boolean isSplit, List<Digest> rows) {
            rows.forEach(this::compare);
            for (Table<?> table : isSplit
                    ? List.of(RELEASES_JSON, RELEASE_ASSETS)
                    : List.of(RELEASES_JSON, RELEASE_ASSETS, RELEASES)) {
                long found = rows.stream()
                        .filter(row -> row.row().table().equals(table.getName()))
                        .count();
                if (isSplit || !table.equals(RELEASES_JSON)) {
                    requireCount(table, name, found);
                }
            }
            if (!isSplit) {
                checkUnreadBase(name);
            }
        }

        /**
         * Checks a base that was not read because it is empty. It may have been emptied by hand.
         */
        private void checkUnreadBase(String name) {
            if (explained.count(RELEASES_JSON.getName(), name) > 0) {
                String key = GovernedTable.of(RELEASES_JSON).orElseThrow().keyOf(_ -> name);
                explained.check(sql, new RowId(RELEASES_JSON.getName(), key)).ifPresent(this::add);
            }
        }

        /** Checks releases without any row. */
        void missing(Collection<String> names) {
            for (String name : names) {
                for (Table<?> table : List.of(RELEASE_ASSETS, RELEASES)) {
                    requireCount(table, name, 0);
                }
                checkUnreadBase(name);
            }
        }

        private void compare(Digest row) {
            explained.check(row.row(), row.digest()).ifPresent(this::add);
        }

        private void requireCount(Table<?> table, @Nullable String release, long found) {
            int expected =
                    release == null ? explained.count(table.getName()) : explained.count(table.getName(), release);
            if (found < expected) {
                RowId place = new RowId(table.getName(), release == null ? "" : release);
                add(new AuditFinding(
                        AuditFinding.Kind.ROW,
                        null,
                        place,
                        "lacks " + (expected - found) + " rows that the audit log records"));
            }
        }

        List<AuditFinding> findings() {
            return List.copyOf(findings);
        }
    }
}
