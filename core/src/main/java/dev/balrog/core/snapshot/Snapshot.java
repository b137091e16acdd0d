// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Immutable, indexed state of rules, releases, shutoffs and pins from which requests are answered.
 */
public final class Snapshot {
    private final RuleIndex rules;
    private final Set<Shutoff> shutoffs;
    private final Map<PinKey, String> pins;
    private final Map<String, StoredRelease> releases;
    private final Map<String, KnownBuilds> builds;

    /**
     * Creates a snapshot and its indexes.
     *
     * @param rules all rules, in the order of their ids
     * @param shutoffs active emergency shutoffs
     * @param pins pinnable releases
     * @param releases at least every release that can be reached from a rule, a pin or a superblob
     * @param builds by name of the release, the builds of at least every release that partial
     *     updates start from
     */
    public Snapshot(
            Collection<Rule> rules,
            Collection<Shutoff> shutoffs,
            Collection<Pin> pins,
            Collection<StoredRelease> releases,
            Map<String, KnownBuilds> builds) {
        this.rules = RuleIndex.of(rules);
        this.shutoffs = Set.copyOf(shutoffs);
        Map<PinKey, String> byKey = new HashMap<>();
        for (Pin pin : pins) {
            byKey.put(new PinKey(pin.product(), pin.channel(), pin.version()), pin.mapping());
        }
        this.pins = Map.copyOf(byKey);
        Map<String, StoredRelease> byName = new HashMap<>();
        for (StoredRelease release : releases) {
            byName.put(release.name(), release);
        }
        this.releases = Map.copyOf(byName);
        this.builds = Map.copyOf(builds);
    }

    private Snapshot(
            Snapshot other, RuleIndex rules, Map<String, StoredRelease> releases, Map<String, KnownBuilds> builds) {
        this.rules = rules;
        this.shutoffs = other.shutoffs;
        this.pins = other.pins;
        this.releases = Map.copyOf(releases);
        this.builds = Map.copyOf(builds);
    }

    /**
     * Returns a snapshot with the same releases, shutoffs and pins, and other rules.
     *
     * @param otherRules all rules, in the order of their ids; they map to releases of the snapshot
     */
    public Snapshot withRules(Collection<Rule> otherRules) {
        return new Snapshot(this, RuleIndex.of(otherRules), releases, builds);
    }

    /**
     * Returns a snapshot with the same rules, shutoffs and pins, and other releases.
     *
     * @param otherReleases the releases by name
     * @param otherBuilds the builds by name of the release
     */
    public Snapshot with(Map<String, StoredRelease> otherReleases, Map<String, KnownBuilds> otherBuilds) {
        return new Snapshot(this, rules, otherReleases, otherBuilds);
    }

    /** Returns the rules, ready for matching. */
    public RuleIndex rules() {
        return rules;
    }

    /** Returns whether an emergency shutoff is active for exactly this product and channel. */
    public boolean isShutOff(String product, String channel) {
        return !shutoffs.isEmpty() && shutoffs.contains(new Shutoff(product, channel));
    }

    /**
     * Returns the name of the release for clients pinned to this version; null when there is no
     * such pin.
     */
    public @Nullable String pinMapping(String product, String channel, String version) {
        return pins.get(new PinKey(product, channel, version));
    }

    /** Returns the active emergency shutoffs. */
    public Set<Shutoff> shutoffs() {
        return shutoffs;
    }

    /** Returns the pinnable releases, in any order. */
    public List<Pin> pins() {
        return pins.entrySet().stream()
                .map(pin -> new Pin(
                        pin.getKey().product(),
                        pin.getKey().channel(),
                        pin.getKey().version(),
                        pin.getValue()))
                .toList();
    }

    /** Returns the release of this name; null when there is none that can be served. */
    public @Nullable StoredRelease release(String name) {
        return releases.get(name);
    }

    /** Returns the releases that can be served, in any order. */
    public Collection<StoredRelease> releases() {
        return releases.values();
    }

    /** Returns the names of the releases that can be served. */
    public Set<String> releaseNames() {
        return releases.keySet();
    }

    /** Returns the same snapshot with only these of its releases, by name. */
    public Snapshot withReleases(Map<String, StoredRelease> someReleases) {
        return new Snapshot(this, rules, someReleases, builds);
    }

    /** Returns the builds of the release of this name; null when there is no such release. */
    public @Nullable KnownBuilds builds(String name) {
        return builds.get(name);
    }

    /** Returns the number of releases that can be served. */
    public int releaseCount() {
        return releases.size();
    }

    private record PinKey(String product, String channel, String version) {}
}
