// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.admin.contract.ProblemException;
import dev.balrog.change.ChangeType;
import dev.balrog.change.Entity;
import dev.balrog.change.Row;
import dev.balrog.change.Transaction;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the API takes to schedule a change of one kind of thing: which fields count, and which there have to be. What a
 * change means, and whether it is allowed, is for the change engine to say.
 */
interface ScheduleForm {
    /** Of what kind the things are. */
    Entity entity();

    /** What to call one of them, in messages. */
    String noun();

    /** What to say when no time is given to wait for; empty where that is left to the change engine. */
    default Optional<String> withoutTime() {
        return Optional.of("'when' cannot be set to null when scheduling a new change for a " + noun());
    }

    /** What to say when the change is of no type that there is. */
    default ProblemException withoutType() {
        return Rejections.bad("Invalid or missing change_type");
    }

    /**
     * What is to be scheduled.
     *
     * @throws dev.balrog.admin.contract.ProblemException when something is missing, or out of place
     */
    Row toSchedule(ChangeType type, JsonNode body, Transaction transaction);

    /**
     * What is to be changed of a scheduled change.
     *
     * @throws dev.balrog.admin.contract.ProblemException when something is missing, or out of place
     */
    Row toEdit(ChangeType type, JsonNode body, Transaction transaction);
}
