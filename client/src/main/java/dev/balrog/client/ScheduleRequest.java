// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change to be scheduled.
 *
 * @param when when it is to be made
 * @param uptake what it depends on besides; null for nothing. Rules only
 * @param object the object's key, such as {@code rule_id}, its {@code data_version} unless it is new, and the members
 *     to be set; of a rule that is updated, all fields, since the server takes those that are missing for no value
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
