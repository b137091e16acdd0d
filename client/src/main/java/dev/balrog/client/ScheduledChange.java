// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change that is to be made later.
 *
 * @param id its number, which is unique among those of its kind
 * @param dataVersion how often the scheduled change itself was changed, the first being 1
 * @param when when it is to be made; null if that depends on something else
 * @param uptake what it depends on besides; null for nothing
 * @param scheduledBy who wants it
 * @param complete whether it has been made
 * @param signoffs roles in which users have signed it, by user
 * @param requiredSignoffs how many signoffs of which roles it needs
 * @param object the object's members after the change, and its {@code data_version} before
 */
public record ScheduledChange(
        long id,
        long dataVersion,
        ChangeType type,
        @Nullable Instant when,
        @Nullable UptakeCondition uptake,
        String scheduledBy,
        boolean complete,
        Map<String, String> signoffs,
        Map<String, Integer> requiredSignoffs,
        ObjectNode object) {

    private static final List<String> OWN_MEMBERS = List.of(
            "sc_id",
            "sc_data_version",
            "change_type",
            "when",
            "telemetry_product",
            "telemetry_channel",
            "telemetry_uptake",
            "scheduled_by",
            "complete",
            "signoffs",
            "required_signoffs");

    static ScheduledChange of(JsonNode node) {
        ObjectNode object = Fields.objectOrEmpty(node);
        object.remove(OWN_MEMBERS);
        return new ScheduledChange(
                Fields.number(node, "sc_id"),
                Fields.number(node, "sc_data_version"),
                ChangeType.of(Fields.text(node, "change_type")),
                Fields.timeOrNull(node, "when"),
                condition(node),
                Fields.text(node, "scheduled_by"),
                Fields.truth(node, "complete"),
                Fields.map(node.path("signoffs"), role -> role.asString("")),
                Fields.map(node.path("required_signoffs"), number -> number.asInt(0)),
                object);
    }

    private static @Nullable UptakeCondition condition(JsonNode node) {
        long uptake = Fields.number(node, "telemetry_uptake");
        return uptake == 0
                ? null
                : new UptakeCondition(
                        Fields.text(node, "telemetry_product"), Fields.text(node, "telemetry_channel"), uptake);
    }

    /** Whether there are enough signoffs of each role that is required. */
    public boolean isSignedFor(Map<String, Integer> required) {
        return required.entrySet().stream()
                .allMatch(role ->
                        signoffs.values().stream().filter(role.getKey()::equals).count() >= role.getValue());
    }
}
