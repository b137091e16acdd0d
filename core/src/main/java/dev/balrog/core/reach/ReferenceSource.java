// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Supplies the references from which {@link ReachableReleases} computes its closure. */
public interface ReferenceSource {
    /**
     * Returns the references of releases.
     *
     * @param releaseNames names of releases, each of them requested once
     * @return references by name; a name is absent where there is no such release
     */
    Map<String, References> references(Set<String> releaseNames);

    /** Returns the rules for this product, including those for all products. */
    List<RuleReference> rulesOfProduct(String product);

    /**
     * Returns the names of the releases that clients of a product can be pinned to; none unless
     * overridden.
     */
    default Set<String> pinnedReleases(String product) {
        return Set.of();
    }
}
