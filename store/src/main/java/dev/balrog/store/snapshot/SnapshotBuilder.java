// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.snapshot;

import dev.balrog.core.decision.RequestReachability;
import dev.balrog.core.reach.ReachableReleases;
import dev.balrog.core.reach.ReferenceSource;
import dev.balrog.core.reach.References;
import dev.balrog.core.reach.RuleReference;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builder of snapshots with the releases that are reachable from rules and pins. */
final class SnapshotBuilder {
    private SnapshotBuilder() {}

    /** Source of releases. Missing and unreadable releases are omitted from the results. */
    interface Releases {
        Map<String, StoredRelease> whole(Set<String> names);

        Map<String, KnownBuilds> builds(Set<String> names);
    }

    /** Returns a snapshot for all requests. */
    static Snapshot build(SnapshotRows rows, Releases releases) {
        List<Rule> rules = rows.rules();
        Set<String> roots = new TreeSet<>();
        for (Rule rule : rules) {
            add(roots, rule.mapping());
            add(roots, rule.fallbackMapping());
        }
        for (Pin pin : rows.pins()) {
            add(roots, pin.mapping());
        }
        Reached reached = new Reached(releases);
        ReachableReleases.from(roots, reached);
        return reached.fill(withoutReleases(rows, rules));
    }

    /**
     * Returns a snapshot that is valid for one request only.
     *
     * @param rules the rules to evaluate, ordered by id
     */
    static Snapshot buildFor(UpdateRequest request, SnapshotRows rows, List<Rule> rules, Releases releases) {
        Snapshot empty = withoutReleases(rows, rules);
        Reached reached = new Reached(releases);
        reached.visit(empty, request);
        return reached.fill(empty);
    }

    static Snapshot withoutReleases(SnapshotRows rows, List<Rule> rules) {
        return new Snapshot(rules, rows.shutoffs(), rows.pins(), List.of(), Map.of());
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }

    /** Loads the reachable releases on demand. */
    static final class Reached implements ReferenceSource {
        private final Releases releases;
        private final Map<String, StoredRelease> loaded = new HashMap<>();
        private final Set<String> sources = new TreeSet<>();

        Reached(Releases releases) {
            this.releases = releases;
        }

        @Override
        public Map<String, References> references(Set<String> releaseNames) {
            Set<String> unread = new TreeSet<>(releaseNames);
            unread.removeAll(loaded.keySet());
            releases.whole(unread).forEach((name, release) -> {
                loaded.put(name, release);
                sources.addAll(release.release().partialSources());
            });
            Map<String, References> references = new HashMap<>();
            for (String name : releaseNames) {
                StoredRelease release = loaded.get(name);
                if (release != null) {
                    references.put(name, References.of(release.release()));
                }
            }
            return references;
        }

        /** Returns no rules, because the mappings of all rules are roots already. */
        @Override
        public List<RuleReference> rulesOfProduct(String product) {
            return List.of();
        }

        /**
         * Loads the releases that the response to a request can depend on; returns whether any of
         * them is new.
         *
         * @param empty rules and pins
         */
        boolean visit(Snapshot empty, UpdateRequest request) {
            int before = loaded.size();
            new RequestReachability(empty, request).visit(this::references);
            return loaded.size() > before;
        }

        Snapshot fill(Snapshot empty) {
            return empty.with(loaded, releases.builds(sources));
        }
    }
}
