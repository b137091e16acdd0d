// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules and releases of a snapshot as labels of metrics.
 *
 * @param rules label of the product by the id of the rule
 * @param targets products and channels that rules name
 * @param releases label of the product by the name of the release
 */
record CountedEntities(Map<Long, String> rules, Set<Target> targets, Map<String, String> releases) {
    private static final String ANY = "any";
    private static final String NONE = "none";

    /** Product and channel of a rule: {@code any} for one that it does not name. */
    record Target(String product, String channel) {
        /** Target of requests that no rule decided. */
        static final Target NO_RULE = new Target(NONE, NONE);

        static Target of(Rule rule) {
            return new Target(CountedEntities.product(rule), orAny(rule.channel()));
        }
    }

    /** Returns the rules and releases of a snapshot. */
    static CountedEntities of(Snapshot snapshot) {
        Map<Long, String> rules = new HashMap<>();
        Set<Target> targets = new HashSet<>();
        targets.add(Target.NO_RULE);
        for (Rule rule : snapshot.rules().all()) {
            rules.put(rule.id(), product(rule));
            targets.add(Target.of(rule));
        }
        Map<String, String> releases = new HashMap<>();
        snapshot.releases().forEach(release -> releases.put(release.name(), product(release)));
        return new CountedEntities(rules, targets, releases);
    }

    /** Returns the label for the product of a rule. */
    static String product(Rule rule) {
        return orAny(rule.product());
    }

    /** Returns the label for the product of a release. */
    static String product(StoredRelease release) {
        return Objects.requireNonNullElse(release.product(), NONE);
    }

    private static String orAny(@Nullable String condition) {
        return Objects.requireNonNullElse(condition, ANY);
    }
}
