// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.decision.Reach;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.release.Release;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out, wave by wave, which releases answers can depend on, and makes a snapshot with these. */
final class SnapshotBuilder {
    private SnapshotBuilder() {}

    /** Where releases come from. A name that there is no release for, or none that can be read, is left out. */
    interface Releases {
        Map<String, StoredRelease> whole(Set<String> names);

        Map<String, KnownBuilds> builds(Set<String> names);
    }

    /** A snapshot for all requests. */
    static Snapshot build(SnapshotRows rows, Releases releases) {
        List<Rule> rules = rows.rules();
        Set<String> first = new TreeSet<>();
        for (Rule rule : rules) {
            add(first, rule.mapping());
            add(first, rule.fallbackMapping());
        }
        for (Pin pin : rows.pins()) {
            add(first, pin.mapping());
        }
        return fill(withoutReleases(rows, rules), first, Release::parts, releases);
    }

    /**
     * A snapshot that is good for one request only.
     *
     * @param rules those that count, in the order of their ids
     */
    static Snapshot buildFor(UpdateRequest request, SnapshotRows rows, List<Rule> rules, Releases releases) {
        Snapshot empty = withoutReleases(rows, rules);
        Reach reach = new Reach(empty, request);
        return fill(empty, reach.first(), reach::beyond, releases);
    }

    private static Snapshot withoutReleases(SnapshotRows rows, List<Rule> rules) {
        return new Snapshot(rules, rows.shutoffs(), rows.pins(), List.of(), Map.of());
    }

    private static Snapshot fill(
            Snapshot empty, Set<String> first, Function<Release, Set<String>> beyond, Releases releases) {
        Map<String, StoredRelease> reached = new HashMap<>();
        Set<String> asked = new HashSet<>();
        Set<String> sources = new TreeSet<>();
        Set<String> wave = first;
        while (!wave.isEmpty()) {
            Map<String, StoredRelease> found = releases.whole(wave);
            reached.putAll(found);
            asked.addAll(wave);
            wave = new TreeSet<>();
            for (StoredRelease release : found.values()) {
                wave.addAll(beyond.apply(release.release()));
                sources.addAll(release.release().partialSources());
            }
            wave.removeAll(asked);
        }
        return empty.with(reached, releases.builds(sources));
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }
}
