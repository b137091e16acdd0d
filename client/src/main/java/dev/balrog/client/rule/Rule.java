// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.rule;

import dev.balrog.client.transport.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Rule as the server has it. A null condition matches all clients.
 *
 * @param id the ID
 * @param alias the alias; null for none
 * @param priority the priority; the matching rule with the highest one applies
 * @param mapping the release that the rule maps to; null: no update
 * @param fallbackMapping the release for clients that the background rate leaves out; null: none
 * @param backgroundRate the percentage of background requests that get the mapping
 * @param updateType minor or major
 * @param dataVersion the data version, starting at 1
 */
public record Rule(
        long id,
        @Nullable String alias,
        long priority,
        @Nullable String mapping,
        @Nullable String fallbackMapping,
        long backgroundRate,
        String updateType,
        @Nullable String product,
        @Nullable String version,
        @Nullable String channel,
        @Nullable String buildTarget,
        @Nullable String buildId,
        @Nullable String locale,
        @Nullable String osVersion,
        @Nullable String instructionSet,
        @Nullable String memory,
        @Nullable Boolean mig64,
        @Nullable Boolean jaws,
        @Nullable String distribution,
        @Nullable String distVersion,
        @Nullable String headerArchitecture,
        @Nullable String comment,
        long dataVersion) {

    /** Reads a rule from a response of the API. */
    static Rule of(JsonNode node) {
        return new Rule(
                Fields.number(node, "rule_id"),
                Fields.textOrNull(node, "alias"),
                Fields.number(node, "priority"),
                Fields.textOrNull(node, "mapping"),
                Fields.textOrNull(node, "fallbackMapping"),
                Fields.number(node, "backgroundRate"),
                Fields.text(node, "update_type"),
                Fields.textOrNull(node, "product"),
                Fields.textOrNull(node, "version"),
                Fields.textOrNull(node, "channel"),
                Fields.textOrNull(node, "buildTarget"),
                Fields.textOrNull(node, "buildID"),
                Fields.textOrNull(node, "locale"),
                Fields.textOrNull(node, "osVersion"),
                Fields.textOrNull(node, "instructionSet"),
                Fields.textOrNull(node, "memory"),
                Fields.truthOrNull(node, "mig64"),
                Fields.truthOrNull(node, "jaws"),
                Fields.textOrNull(node, "distribution"),
                Fields.textOrNull(node, "distVersion"),
                Fields.textOrNull(node, "headerArchitecture"),
                Fields.textOrNull(node, "comment"),
                Fields.number(node, "data_version"));
    }

    /** Returns the values of all settable fields. */
    public RuleFields fields() {
        return RuleFields.NONE
                .with(RuleField.ALIAS, alias)
                .with(RuleField.PRIORITY, priority)
                .with(RuleField.MAPPING, mapping)
                .with(RuleField.FALLBACK_MAPPING, fallbackMapping)
                .with(RuleField.BACKGROUND_RATE, backgroundRate)
                .with(RuleField.UPDATE_TYPE, updateType)
                .with(RuleField.PRODUCT, product)
                .with(RuleField.VERSION, version)
                .with(RuleField.CHANNEL, channel)
                .with(RuleField.BUILD_TARGET, buildTarget)
                .with(RuleField.BUILD_ID, buildId)
                .with(RuleField.LOCALE, locale)
                .with(RuleField.OS_VERSION, osVersion)
                .with(RuleField.INSTRUCTION_SET, instructionSet)
                .with(RuleField.MEMORY, memory)
                .with(RuleField.MIG64, mig64 == null ? null : mig64.toString())
                .with(RuleField.JAWS, jaws == null ? null : jaws.toString())
                .with(RuleField.DISTRIBUTION, distribution)
                .with(RuleField.DIST_VERSION, distVersion)
                .with(RuleField.HEADER_ARCHITECTURE, headerArchitecture)
                .with(RuleField.COMMENT, comment);
    }
}
