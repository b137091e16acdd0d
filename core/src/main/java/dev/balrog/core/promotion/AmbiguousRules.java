// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.Rule;
import java.util.List;

/**
 * Rules with the same conditions apart from the channel, of which several serve one of the channels:
 * no pair can be told.
 *
 * @param from the rules of the source channel, at least one
 * @param to the rules of the target channel, at least one
 */
public record AmbiguousRules(List<Rule> from, List<Rule> to) {
    public AmbiguousRules {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }
}
