// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * Loads snapshots from a database. Of the releases, only those are read that answers can depend on; those that are the
 * same as the last time are read but not parsed again.
 *
 * <p>Whether a release is the same is decided by its content, not by its version: rows that somebody replaced by hand
 * are noticed as well.
 */
public final class SnapshotLoader {
    private final Database database;
    private final Consumer<ReleaseProblem> problems;
    private final @Nullable SnapshotAudit audit;
    private Map<String, Entry> known = Map.of();

    /**
     * Makes a loader.
     *
     * @param database where to load from
     * @param problems told, in every load, of each release that is left out because it can't be read
     */
    public SnapshotLoader(Database database, Consumer<ReleaseProblem> problems) {
        this(database, problems, false);
    }

    /**
     * Makes a loader.
     *
     * @param audited whether each row is compared with the audit log, which the database needs to have then
     */
    public SnapshotLoader(Database database, Consumer<ReleaseProblem> problems, boolean audited) {
        this.database = database;
        this.problems = problems;
        this.audit = audited ? new SnapshotAudit() : null;
    }

    /**
     * Returns the newest entry of the audit log.
     *
     * @throws StoreException when the database can't be read
     */
    public AuditHead auditHead() {
        return database.read(AuditChain::head);
    }

    /**
     * Loads the snapshot of this moment.
     *
     * @throws StoreException when the database can't be read
     */
    public synchronized LoadedSnapshot load() {
        Map<String, Entry> current = new TreeMap<>();
        LoadedSnapshot loaded = database.read(sql -> {
            SnapshotAudit.@Nullable Check check = audit == null ? null : audit.new Check(sql);
            SnapshotRows rows = SnapshotRows.read(sql);
            Snapshot snapshot = SnapshotBuilder.build(rows, new Load(sql, current, check));
            if (check != null) {
                check.rows(rows);
            }
            List<RowLines> lines = new ArrayList<>();
            lines.add(rows.lines());
            current.values().forEach(entry -> lines.add(entry.lines));
            return new LoadedSnapshot(
                    snapshot, new SnapshotSource(lines), check == null ? List.of() : check.findings());
        });
        known = current;
        current.forEach((name, entry) -> {
            if (entry.parsed.problem() != null) {
                problems.accept(new ReleaseProblem(name, entry.parsed.problem()));
            }
        });
        return loaded;
    }

    /** A release as it was when it was last read. */
    private record Entry(
            ByteBuffer digest,
            RowLines lines,
            ParsedRelease parsed,
            List<SnapshotAudit.Digest> audited,
            boolean split) {}

    private final class Load implements SnapshotBuilder.Releases {
        private final DSLContext sql;
        private final Map<String, Entry> current;
        private final ObjectReader reader = ParsedRelease.reader();

        private final SnapshotAudit.@Nullable Check check;

        Load(DSLContext sql, Map<String, Entry> current, SnapshotAudit.@Nullable Check check) {
            this.sql = sql;
            this.current = current;
            this.check = check;
        }

        @Override
        public Map<String, StoredRelease> whole(Set<String> names) {
            readEntries(names, true);
            Map<String, StoredRelease> found = new HashMap<>();
            for (String name : names) {
                Entry entry = current.get(name);
                if (entry != null && entry.parsed.stored() != null) {
                    found.put(name, entry.parsed.stored());
                }
            }
            return found;
        }

        @Override
        public Map<String, KnownBuilds> builds(Set<String> names) {
            readEntries(
                    names.stream().filter(name -> !current.containsKey(name)).toList(), false);
            Map<String, KnownBuilds> found = new HashMap<>();
            for (String name : names) {
                Entry entry = current.get(name);
                if (entry != null && entry.parsed.builds() != null) {
                    found.put(name, entry.parsed.builds());
                }
            }
            return found;
        }

        private void readEntries(Collection<String> names, boolean whole) {
            ReleaseTables.read(sql, names, batch -> {
                // The first time there is a lot to parse, and a server that waits for it. Later there is little, and a
                // server that needs the processors itself.
                Stream<ReleaseRows> rows = known.isEmpty() ? batch.parallelStream() : batch.stream();
                current.putAll(rows.collect(Collectors.toMap(ReleaseRows::name, release -> entry(release, whole))));
            });
            if (check != null) {
                for (String name : names) {
                    Entry entry = current.get(name);
                    if (entry == null) {
                        check.missing(List.of(name));
                    } else {
                        check.release(name, entry.split, entry.audited);
                    }
                }
            }
        }

        private Entry entry(ReleaseRows rows, boolean whole) {
            ByteBuffer digest = rows.digest();
            Entry last = known.get(rows.name());
            if (last != null && last.digest.equals(digest)) {
                return new Entry(digest, last.lines, again(rows, whole, last.parsed), last.audited, last.split);
            }
            ParsedRelease parsed = ParsedRelease.of(rows, whole, reader);
            // What can't be parsed could not be read from a spool either.
            return new Entry(
                    digest,
                    parsed.builds() == null ? RowLines.NONE : rows.lines(),
                    parsed,
                    check == null ? List.of() : SnapshotAudit.Digest.of(rows),
                    rows.whole() == null);
        }

        /** The same content as the last time, but maybe more or less of it is wanted. */
        private ParsedRelease again(ReleaseRows rows, boolean whole, ParsedRelease last) {
            if (whole) {
                boolean complete = last.stored() != null || last.problem() != null;
                return complete ? last : ParsedRelease.of(rows, true, reader);
            }
            return last.builds() == null ? last : new ParsedRelease(null, last.builds(), null);
        }
    }
}
