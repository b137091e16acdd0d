// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.rows.ReleaseTables;
import dev.balrog.store.rows.RowOverlay;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * Snapshots of the whole database before and after proposed changes, built as those that are
 * served. They share the objects of releases that don't change.
 *
 * @param before the snapshot of the stored rows
 * @param after the snapshot with the proposed rows
 */
public record SimulationData(Snapshot before, Snapshot after) {

    /**
     * Reads both snapshots within a transaction.
     *
     * @param proposed the proposed rows
     * @param cache releases that were parsed for earlier simulations
     * @param product product whose rules are read, with those for all products; empty for all
     */
    public static SimulationData read(
            DSLContext sql, RowOverlay proposed, ReleaseParseCache cache, Optional<String> product) {
        SnapshotRows all = SnapshotRows.read(sql);
        Load stored = new Load(sql, RowOverlay.NONE, cache, Map.of());
        Snapshot before = SnapshotBuilder.build(all.ofProduct(product), stored);
        Map<String, ParsedRelease> unchanged = new HashMap<>(stored.parsed);
        unchanged.keySet().removeAll(proposed.releases());
        Load changed = new Load(sql, proposed, cache, unchanged);
        Snapshot after = SnapshotBuilder.build(all.with(proposed).ofProduct(product), changed);
        cache.keep(stored.used, changed.used);
        return new SimulationData(before, after);
    }

    private static final class Load implements SnapshotBuilder.Releases {
        private final DSLContext sql;
        private final RowOverlay overlay;
        private final ReleaseParseCache cache;
        private final ObjectReader reader = ParsedRelease.reader();

        /** Releases by name, with the content where it was requested, else with the builds. */
        private final Map<String, ParsedRelease> parsed;

        private final Map<ReleaseParseCache.Key, ParsedRelease> used = new HashMap<>();

        Load(DSLContext sql, RowOverlay overlay, ReleaseParseCache cache, Map<String, ParsedRelease> known) {
            this.sql = sql;
            this.overlay = overlay;
            this.cache = cache;
            this.parsed = new HashMap<>(known);
        }

        @Override
        public Map<String, StoredRelease> whole(Set<String> names) {
            Set<String> missing = new HashSet<>(names);
            missing.removeIf(name -> isWhole(parsed.get(name)));
            read(missing, true);
            Map<String, StoredRelease> found = new HashMap<>();
            for (String name : names) {
                ParsedRelease release = parsed.get(name);
                if (release != null && release.stored() != null) {
                    found.put(name, release.stored());
                }
            }
            return found;
        }

        private static boolean isWhole(@Nullable ParsedRelease release) {
            return release != null && (release.stored() != null || release.problem() != null);
        }

        @Override
        public Map<String, KnownBuilds> builds(Set<String> names) {
            Set<String> missing = new HashSet<>(names);
            missing.removeAll(parsed.keySet());
            read(missing, false);
            Map<String, KnownBuilds> found = new HashMap<>();
            for (String name : names) {
                ParsedRelease release = parsed.get(name);
                if (release != null && release.builds() != null) {
                    found.put(name, release.builds());
                }
            }
            return found;
        }

        private void read(Collection<String> names, boolean whole) {
            ReleaseTables.read(
                    sql,
                    names,
                    overlay,
                    batch -> batch.forEach(rows -> {
                        ReleaseParseCache.Key key = new ReleaseParseCache.Key(rows.name(), rows.digest(), whole);
                        ParsedRelease release = cache.get(key, () -> ParsedRelease.of(rows, whole, reader));
                        used.put(key, release);
                        parsed.put(rows.name(), release);
                    }));
        }
    }
}
