// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import dev.balrog.client.transport.Fields;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scheduled change.
 *
 * @param id the ID, which is unique among scheduled changes of the same kind
 * @param dataVersion the scheduled change's own data version, starting at 1
 * @param when the time at which to enact it; null if it depends on another condition
 * @param uptake an additional condition; null for none
 * @param scheduledBy the user who scheduled it
 * @param complete whether it has been enacted
 * @param digest the outcome digest, which signoffs are bound to; null if the server does not send
 *     one
 * @param signoffs roles of the effective signoffs, by user
 * @param ineffectiveSignoffs signoffs that do not count; empty if the server does not report them
 * @param unboundSignoffs users whose signoff counts, but was bound to the outcome when the server
 *     first saw it rather than given for it
 * @param requiredSignoffs the number of required signoffs per role
 * @param obstacle the reason why it can't be enacted although it is due and signed off; null if
 *     none is known
 * @param object the object's members after the change, and its {@code data_version} before it
 */
public record ScheduledChange(
        long id,
        long dataVersion,
        ChangeType type,
        @Nullable Instant when,
        @Nullable UptakeCondition uptake,
        String scheduledBy,
        boolean complete,
        @Nullable String digest,
        Map<String, String> signoffs,
        List<IneffectiveSignoff> ineffectiveSignoffs,
        List<String> unboundSignoffs,
        Map<String, Integer> requiredSignoffs,
        @Nullable String obstacle,
        ObjectNode object) {

    /** Role that the server adds to the required signoffs of a change with an {@link #obstacle}. */
    private static final String BLOCKING_ROLE = "cannot be enacted";

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
            "digest",
            "signoffs",
            "ineffective_signoffs",
            "unbound_signoffs",
            "required_signoffs",
            "enactment_obstacle",
            // Members of revisions of scheduled changes.
            "change_id",
            "changed_by",
            "timestamp");

    public static ScheduledChange of(JsonNode node) {
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
                Fields.textOrNull(node, "digest"),
                Fields.map(node.path("signoffs"), role -> role.asString("")),
                Fields.list(node.path("ineffective_signoffs"), IneffectiveSignoff::of),
                Fields.list(node.path("unbound_signoffs"), user -> user.asString("")),
                requiredSignoffs(node),
                Fields.textOrNull(node, "enactment_obstacle"),
                object);
    }

    /** Reads required signoffs, without the pseudo-role for obstacles. */
    public static Map<String, Integer> requiredSignoffs(JsonNode node) {
        Map<String, Integer> required =
                new LinkedHashMap<>(Fields.map(node.path("required_signoffs"), number -> number.asInt(0)));
        required.remove(BLOCKING_ROLE);
        return Collections.unmodifiableMap(required);
    }

    private static @Nullable UptakeCondition condition(JsonNode node) {
        long uptake = Fields.number(node, "telemetry_uptake");
        return uptake == 0
                ? null
                : new UptakeCondition(
                        Fields.text(node, "telemetry_product"), Fields.text(node, "telemetry_channel"), uptake);
    }

    /** Returns the version that was read, for a signoff or an enactment of exactly this version. */
    public ChangeVersion version() {
        return new ChangeVersion(dataVersion, digest);
    }

    /**
     * Returns the key of this change among those of a v2 release, such as {@code release_assets/7}.
     * The parts of such a release are stored, and numbered, in two tables.
     */
    public String partKey() {
        return (object.path("path").asString("").isEmpty() ? "releases_json/" : "release_assets/") + id;
    }

    /** Returns whether there are enough signoffs of each required role. */
    public boolean isSignedFor(Map<String, Integer> required) {
        return required.entrySet().stream()
                .allMatch(role ->
                        signoffs.values().stream().filter(role.getKey()::equals).count() >= role.getValue());
    }
}
