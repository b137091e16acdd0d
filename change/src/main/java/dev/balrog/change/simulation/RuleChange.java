// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.simulation;

import dev.balrog.change.row.ChangeType;
import dev.balrog.core.rule.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a scheduled change of a rule.
 *
 * @param scheduledChange id of the scheduled change
 * @param ruleId id of the rule; for an insertion, a placeholder greater than all ids of rules
 * @param after the new rule; null for a deletion
 */
public record RuleChange(
        int scheduledChange,
        ChangeType type,
        long ruleId,
        @Nullable Rule after) {

    /** Returns the rules after the changes, in the order of their ids. */
    public static List<Rule> apply(Collection<RuleChange> changes, List<Rule> rules) {
        Map<Long, Rule> changed = new TreeMap<>();
        rules.forEach(rule -> changed.put(rule.id(), rule));
        for (RuleChange change : changes) {
            if (change.after == null) {
                changed.remove(change.ruleId);
            } else {
                changed.put(change.ruleId, change.after);
            }
        }
        return List.copyOf(changed.values());
    }
}
