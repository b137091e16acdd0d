// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.change.Transaction;
import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Required and accepted fields of scheduled changes of one entity. The change engine checks the
 * values and their permissions.
 */
interface ScheduleForm {
    /** Returns the entity. */
    Entity entity();

    /** Returns the name of the entity in messages. */
    String noun();

    /**
     * Returns the message for a change without time or condition; empty if the change engine checks
     * that.
     */
    default Optional<String> withoutTime() {
        return Optional.of("'when' cannot be set to null when scheduling a new change for a " + noun());
    }

    /** Returns the rejection of an unknown change type. */
    default ProblemException withoutType() {
        return Rejections.bad("Invalid or missing change_type");
    }

    /**
     * Returns the row to schedule.
     *
     * @throws dev.balrog.admin.contract.ProblemException when a field is missing or not allowed
     */
    Row toSchedule(ChangeType type, JsonNode body, Transaction transaction);

    /**
     * Returns the columns to change in a scheduled change.
     *
     * @throws dev.balrog.admin.contract.ProblemException when a field is missing or not allowed
     */
    Row toEdit(ChangeType type, JsonNode body, Transaction transaction);
}
