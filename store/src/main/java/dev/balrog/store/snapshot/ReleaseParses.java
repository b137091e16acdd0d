// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.store.rows.ReleaseTables;
import dev.balrog.store.rows.RowOverlay;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/** Releases with proposed rows in their places, each read and parsed once within a transaction. */
final class ReleaseParses implements SnapshotBuilder.Releases {
    private final DSLContext sql;
    private final RowOverlay overlay;
    private final ReleaseParseCache cache;
    private final @Nullable ReleaseParses unchanged;
    private final Set<String> changed;
    private final ObjectReader reader = ParsedRelease.reader();

    /** Releases by name, with the content where it was requested, else with the builds. */
    private final Map<String, ParsedRelease> parsed = new HashMap<>();

    private final Set<String> absent = new HashSet<>();
    private final Map<ReleaseParseCache.Key, ParsedRelease> used = new HashMap<>();

    /**
     * Creates a reader.
     *
     * @param overlay the proposed rows
     * @param cache releases that were parsed earlier
     * @param unchanged reader of all releases of which nothing is proposed; null for this one
     */
    ReleaseParses(DSLContext sql, RowOverlay overlay, ReleaseParseCache cache, @Nullable ReleaseParses unchanged) {
        this.sql = sql;
        this.overlay = overlay;
        this.cache = cache;
        this.unchanged = unchanged;
        this.changed = overlay.releases();
    }

    /** Replaces the content of the cache by the releases that were read. */
    void keep() {
        cache.keep(unchanged == null ? Map.of() : unchanged.used, used);
    }

    @Override
    public Map<String, StoredRelease> whole(Set<String> names) {
        Map<String, StoredRelease> found = new HashMap<>();
        if (unchanged != null) {
            found.putAll(unchanged.whole(others(names)));
        }
        Set<String> own = own(names);
        Set<String> missing = new HashSet<>(own);
        missing.removeIf(name -> isWhole(parsed.get(name)));
        read(missing, true);
        forEach(own, (name, release) -> {
            if (release.stored() != null) {
                found.put(name, release.stored());
            }
        });
        return found;
    }

    private static boolean isWhole(@Nullable ParsedRelease release) {
        return release != null && (release.stored() != null || release.problem() != null);
    }

    @Override
    public Map<String, KnownBuilds> builds(Set<String> names) {
        Map<String, KnownBuilds> found = new HashMap<>();
        if (unchanged != null) {
            found.putAll(unchanged.builds(others(names)));
        }
        Set<String> own = own(names);
        Set<String> missing = new HashSet<>(own);
        missing.removeAll(parsed.keySet());
        read(missing, false);
        forEach(own, (name, release) -> {
            if (release.builds() != null) {
                found.put(name, release.builds());
            }
        });
        return found;
    }

    private Set<String> own(Set<String> names) {
        if (unchanged == null) {
            return names;
        }
        Set<String> own = new HashSet<>(names);
        own.retainAll(changed);
        return own;
    }

    private Set<String> others(Set<String> names) {
        Set<String> others = new HashSet<>(names);
        others.removeAll(changed);
        return others;
    }

    private void forEach(Set<String> names, BiConsumer<String, ParsedRelease> consumer) {
        for (String name : names) {
            ParsedRelease release = parsed.get(name);
            if (release != null) {
                consumer.accept(name, release);
            }
        }
    }

    private void read(Collection<String> names, boolean whole) {
        Set<String> unread = new HashSet<>(names);
        unread.removeAll(absent);
        ReleaseTables.read(
                sql,
                unread,
                overlay,
                batch -> batch.forEach(rows -> {
                    ReleaseParseCache.Key key = new ReleaseParseCache.Key(rows.name(), rows.digest(), whole);
                    ParsedRelease release = cache.get(key, () -> ParsedRelease.of(rows, whole, reader));
                    used.put(key, release);
                    parsed.put(rows.name(), release);
                }));
        unread.removeAll(parsed.keySet());
        absent.addAll(unread);
    }
}
