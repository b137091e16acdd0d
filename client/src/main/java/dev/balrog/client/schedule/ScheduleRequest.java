// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Change to be scheduled.
 *
 * @param when the time at which to enact it
 * @param uptake an additional condition; null for none. Rules only
 * @param object the object's key, such as {@code rule_id}, its {@code data_version} unless it is
 *     new, and the members to set; for the update of a rule, all fields, since the server takes
 *     missing ones as unset
 */
public record ScheduleRequest(
        ChangeType type, Instant when, @Nullable UptakeCondition uptake, ObjectNode object) {

    ObjectNode toJson() {
        ObjectNode json = object.deepCopy().put("change_type", type.apiName()).put("when", when.toEpochMilli());
        if (uptake != null) {
            json.put("telemetry_product", uptake.product());
            json.put("telemetry_channel", uptake.channel());
            json.put("telemetry_uptake", uptake.uptake());
        }
        return json;
    }
}
