// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.IncompleteSuperblob;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditChain;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.rows.ReleaseRows;
import dev.balrog.store.rows.ReleaseTables;
import dev.balrog.store.rows.RowLines;
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
 * Loader of snapshots from a database. Reads only the releases that responses can depend on.
 * Unchanged releases are read but not parsed again.
 *
 * <p>A release counts as unchanged if its content is, regardless of its data version: rows that
 * were replaced by hand are detected as well.
 */
public final class SnapshotLoader {
    private final Database database;
    private final Consumer<ReleaseProblem> problems;
    private final @Nullable SnapshotAudit audit;
    private Map<String, Entry> known = Map.of();

    /**
     * Creates a loader.
     *
     * @param database database to load from
     * @param problems called in every load for each release that is omitted because it can't be
     *     read, and for each superblob that is served as no update because it needs a missing
     *     release
     */
    public SnapshotLoader(Database database, Consumer<ReleaseProblem> problems) {
        this(database, problems, false);
    }

    /**
     * Creates a loader.
     *
     * @param audited whether each row is compared with the audit log, which the database has to
     *     have then
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
     * Loads the current snapshot.
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
        IncompleteSuperblob.in(loaded.snapshot())
                .forEach(superblob -> problems.accept(new ReleaseProblem(superblob.name(), superblob.reason())));
        return loaded;
    }

    /** A release as of the last load. */
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
                // The first load parses everything while the server waits for it. Later loads parse
                // little, and the running server needs the processors.
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
            // A release that can't be parsed could not be read from a spool either.
            return new Entry(
                    digest,
                    parsed.builds() == null ? RowLines.NONE : rows.lines(),
                    parsed,
                    check == null ? List.of() : SnapshotAudit.Digest.of(rows),
                    rows.whole() == null);
        }

        /** Returns an unchanged release; parses it again if it is now needed as a whole. */
        private ParsedRelease again(ReleaseRows rows, boolean whole, ParsedRelease last) {
            if (whole) {
                boolean complete = last.stored() != null || last.problem() != null;
                return complete ? last : ParsedRelease.of(rows, true, reader);
            }
            return last.builds() == null ? last : new ParsedRelease(null, last.builds(), null);
        }
    }
}
