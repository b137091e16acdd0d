// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Transitive closure over references between releases: a superblob reaches its parts, and a product
 * superblob the releases of the rules and pins of its products. Cycles and names of releases that
 * don't exist are not errors.
 */
public final class ReachableReleases {
    private final ReferenceSource source;
    private final Set<String> releases = new TreeSet<>();
    private final Set<Long> rules = new TreeSet<>();
    private final Set<String> products = new TreeSet<>();

    private ReachableReleases(ReferenceSource source) {
        this.source = source;
    }

    /**
     * Returns everything reachable from some releases.
     *
     * @param roots names of releases, which are part of the result
     * @param source queried once for each release and each product, and for many releases at a time
     */
    public static Reached from(Set<String> roots, ReferenceSource source) {
        ReachableReleases closure = new ReachableReleases(source);
        Set<String> wave = new TreeSet<>(roots);
        while (!wave.isEmpty()) {
            closure.releases.addAll(wave);
            wave = closure.next(wave);
        }
        return new Reached(closure.releases, closure.rules);
    }

    private Set<String> next(Set<String> wave) {
        Set<String> found = new TreeSet<>();
        for (References references :
                source.references(Collections.unmodifiableSet(wave)).values()) {
            found.addAll(references.parts());
            for (String product : references.products()) {
                if (products.add(product)) {
                    addProduct(product, found);
                }
            }
        }
        found.removeAll(releases);
        return found;
    }

    private void addProduct(String product, Set<String> found) {
        for (RuleReference rule : source.rulesOfProduct(product)) {
            rules.add(rule.id());
            found.addAll(rule.mappings());
        }
        found.addAll(source.pinnedReleases(product));
    }
}
