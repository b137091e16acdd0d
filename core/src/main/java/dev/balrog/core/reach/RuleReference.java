// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.reach;

import java.util.Set;

/**
 * Rule and the releases that it maps to.
 *
 * @param id identity of the rule
 * @param mappings names of its mapping and fallback mapping, where it has them
 */
public record RuleReference(long id, Set<String> mappings) {
    public RuleReference {
        mappings = Set.copyOf(mappings);
    }
}
