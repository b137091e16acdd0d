// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.promotion;

import dev.balrog.core.rule.Rule;
import java.util.List;

/**
 * Rule of a source channel and the rule of a target channel with the same conditions apart from the
 * channel.
 *
 * @param from the rule of the source channel
 * @param to the rule of the target channel, or of both channels
 * @param promoted what the promotion changes in the rule of the target channel
 * @param kept differences after the promotion, which affect what clients are offered
 * @param reordered whether rules of the same priority precede only one of the two, because of their
 *     ids
 */
public record RulePair(
        Rule from, Rule to, List<SettingChange> promoted, List<SettingDifference> kept, boolean reordered) {
    public RulePair {
        promoted = List.copyOf(promoted);
        kept = List.copyOf(kept);
    }

    /**
     * Returns whether both rules offer the same to the same requests, in the same order, after the
     * promotion.
     */
    public boolean isSameOnceApplied() {
        return kept.isEmpty() && !reordered;
    }
}
