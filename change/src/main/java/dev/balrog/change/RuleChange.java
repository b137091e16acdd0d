// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.rule.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduled change of a rule comes to.
 *
 * @param scheduledChange identity of the scheduled change
 * @param ruleId id of the rule; of one that is to be inserted, a number behind those of all rules in its stead
 * @param after the rule as it will be; null when it is to be deleted
 */
public record RuleChange(
        int scheduledChange,
        ChangeType type,
        long ruleId,
        @Nullable Rule after) {

    /** The rules as they are once the changes have been made, in the order of their ids. */
    static List<Rule> apply(Collection<RuleChange> changes, List<Rule> rules) {
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
