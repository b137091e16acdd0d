// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.change.ReadTransaction;
import dev.balrog.change.schedule.ScheduledChange;
import dev.balrog.change.signoff.SignoffEvaluation;
import dev.balrog.core.change.SignoffRequirement;
import java.util.Collections;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Readiness of a scheduled change to be enacted, as reported to clients.
 *
 * <p>Agents that only compare signoffs with required signoffs, as Mozilla's does, end their round
 * when an enactment is rejected. A change that is due, signed off and can't be enacted therefore
 * requires a signoff of {@link #BLOCKING_ROLE}, which no user can give, and has the reason in
 * {@link #OBSTACLE}.
 *
 * @param required signoffs that the change needs
 * @param obstacle reason why the change can't be enacted although it is due and signed off; empty
 *     for none
 */
record Enactability(SignoffEvaluation evaluation, SignoffRequirement required, Optional<String> obstacle) {
    /** Role that is required for changes that can't be enacted. */
    static final String BLOCKING_ROLE = "cannot be enacted";

    /** Field with the reason why a change can't be enacted; absent from other changes. */
    static final String OBSTACLE = "enactment_obstacle";

    static Enactability of(
            ScheduledChange change,
            SignoffEvaluation evaluation,
            SignoffRequirement required,
            ReadTransaction reading) {
        return new Enactability(evaluation, required, reading.enactmentObstacle(change, evaluation, required));
    }

    /** Adds the field with the reason why a change can't be enacted. */
    void describe(ObjectNode change) {
        obstacle.ifPresent(reason -> change.put(OBSTACLE, reason));
    }

    /**
     * Merges the required signoffs into those of an object; the larger number of each role applies.
     */
    void require(ObjectNode requiredSignoffs) {
        required.countByRole()
                .forEach((role, count) -> requiredSignoffs.put(
                        role, Math.max(count, requiredSignoffs.path(role).asInt(0))));
        if (obstacle.isPresent()) {
            int given = Collections.frequency(
                    evaluation.counted().stream().map(signoff -> signoff.role()).toList(), BLOCKING_ROLE);
            requiredSignoffs.put(BLOCKING_ROLE, given + 1);
        }
    }
}
