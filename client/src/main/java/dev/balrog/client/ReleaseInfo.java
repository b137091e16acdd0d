// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a release without its content.
 *
 * @param product its product; null where the release is only scheduled to be made
 * @param dataVersion how often it was changed; null where the release is only scheduled to be made
 * @param readOnly whether it can't be changed
 * @param rules the rules that lead to it, by their numbers
 * @param requiredSignoffs how many signoffs of which roles a change needs, because of those rules
 * @param productRequiredSignoffs the same for making it changeable, because of its product; v2 only
 * @param scheduledChanges changes of its parts that are still to be enacted; v2 only
 */
public record ReleaseInfo(
        String name,
        @Nullable String product,
        @Nullable Long dataVersion,
        boolean readOnly,
        Map<Long, RuleTarget> rules,
        Map<String, Integer> requiredSignoffs,
        Map<String, Integer> productRequiredSignoffs,
        List<ScheduledChange> scheduledChanges) {

    /** What a rule that leads to a release is about; null applies to all. */
    public record RuleTarget(
            @Nullable String product, @Nullable String channel) {}

    static ReleaseInfo of(JsonNode node) {
        Map<String, RuleTarget> rules = Fields.map(
                node.path("rule_info"),
                rule -> new RuleTarget(Fields.textOrNull(rule, "product"), Fields.textOrNull(rule, "channel")));
        return new ReleaseInfo(
                Fields.text(node, "name"),
                Fields.textOrNull(node, "product"),
                Fields.numberOrNull(node, "data_version"),
                Fields.truth(node, "read_only"),
                rules.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(rule -> Long.valueOf(rule.getKey()), Map.Entry::getValue)),
                ScheduledChange.requiredSignoffs(node),
                Fields.map(node.path("product_required_signoffs"), number -> number.asInt(0)),
                Fields.list(node.path("scheduled_changes"), ScheduledChange::of));
    }
}
