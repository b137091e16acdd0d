// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import dev.balrog.core.release.KnownBuilds;
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
import org.jspecify.annotations.Nullable;

/** Finds out, wave by wave, which releases answers can depend on, and makes a snapshot with these. */
final class SnapshotBuilder {
    private SnapshotBuilder() {}

    /** Where releases come from. A name that there is no release for, or none that can be read, is left out. */
    interface Releases {
        Map<String, StoredRelease> whole(Set<String> names);

        Map<String, KnownBuilds> builds(Set<String> names);
    }

    static Snapshot build(SnapshotRows rows, Releases releases) {
        List<Rule> rules = rows.rules();
        List<Pin> pins = rows.pins();
        Set<String> wave = new TreeSet<>();
        for (Rule rule : rules) {
            add(wave, rule.mapping());
            add(wave, rule.fallbackMapping());
        }
        for (Pin pin : pins) {
            add(wave, pin.mapping());
        }
        Map<String, StoredRelease> reached = new HashMap<>();
        Set<String> asked = new HashSet<>();
        Set<String> sources = new TreeSet<>();
        while (!wave.isEmpty()) {
            Map<String, StoredRelease> found = releases.whole(wave);
            reached.putAll(found);
            asked.addAll(wave);
            wave = new TreeSet<>();
            for (StoredRelease release : found.values()) {
                wave.addAll(release.release().parts());
                sources.addAll(release.release().partialSources());
            }
            wave.removeAll(asked);
        }
        return new Snapshot(rules, rows.shutoffs(), pins, reached.values(), releases.builds(sources));
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null) {
            names.add(name);
        }
    }
}
