// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import java.util.Set;

/**
 * Result of a reachability computation.
 *
 * @param releases names of the releases reached, including those that don't exist
 * @param rules identities of the rules reached through product superblobs
 */
public record Reached(Set<String> releases, Set<Long> rules) {
    public Reached {
        releases = Set.copyOf(releases);
        rules = Set.copyOf(rules);
    }
}
