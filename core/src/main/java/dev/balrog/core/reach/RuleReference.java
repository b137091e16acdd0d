// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import java.util.Set;

/**
 * A rule and the releases that it maps to.
 *
 * @param id identity of the rule
 * @param mappings names of its mapping and its fallback mapping, those that it has
 */
public record RuleReference(long id, Set<String> mappings) {
    public RuleReference {
        mappings = Set.copyOf(mappings);
    }
}
