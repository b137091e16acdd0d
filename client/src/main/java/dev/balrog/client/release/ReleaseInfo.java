// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.transport.Fields;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Metadata of a release, without its content.
 *
 * @param product the product; null if the release is only scheduled to be created
 * @param dataVersion the data version; null if the release is only scheduled to be created
 * @param readOnly whether the release is read-only
 * @param rules the rules that map to the release, by ID
 * @param requiredSignoffs the number of signoffs per role that a change requires because of those
 *     rules
 * @param productRequiredSignoffs the number of signoffs per role that its product requires for
 *     making it writable; v2 only
 * @param scheduledChanges the pending scheduled changes of its parts; v2 only
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

    /** Product and channel of a rule that maps to a release; null matches all. */
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
