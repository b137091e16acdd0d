// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.schedule;

import static dev.balrog.change.row.SharedColumns.WHEN;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import dev.balrog.change.signoff.SignoffEvaluation;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scheduled change of a row.
 *
 * @param id id, unique among the scheduled changes of the same entity
 * @param scheduledBy name of the user in whose name it is enacted
 * @param complete whether it has been enacted
 * @param dataVersion data version of the scheduled change itself
 * @param base the new row; for a deletion, only its key and the data version to delete
 * @param conditions conditions: {@code when}, in milliseconds since 1970, or the uptake of a
 *     product and channel
 * @param signoffs recorded signoffs, roles by user; {@link dev.balrog.change.ReadTransaction#evaluateSignoffs} says
 *     which of them count
 */
public record ScheduledChange(
        Entity entity,
        int id,
        ChangeType type,
        String scheduledBy,
        boolean complete,
        int dataVersion,
        Row base,
        Row conditions,
        Map<String, String> signoffs) {

    /**
     * Returns the summary of a new scheduled change, which API v2 returns in place of a data
     * version.
     */
    public ObjectNode summary(SignoffEvaluation evaluation) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("sc_id", id);
        summary.put("change_type", type.text());
        summary.put("data_version", dataVersion);
        evaluation.describe(summary);
        summary.put(WHEN.getName(), conditions.get(WHEN));
        return summary;
    }

    /** Returns this change as in the API. */
    public ObjectNode toJson(SignoffEvaluation evaluation) {
        ObjectNode json = base.toJson();
        json.setAll(conditions.toJson());
        json.put("sc_id", id);
        json.put("change_type", type.text());
        json.put("scheduled_by", scheduledBy);
        json.put("complete", complete);
        json.put("sc_data_version", dataVersion);
        evaluation.describe(json);
        return json;
    }
}
