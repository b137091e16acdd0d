// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.simulation;

import dev.balrog.change.row.ChangeType;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Change to simulate: a proposed one, which need not be stored anywhere, or a scheduled one. */
public sealed interface SimulatedChange {

    /**
     * Proposed change of a row.
     *
     * @param row the key of the row, and its new values; columns that an update leaves out stay
     *     unchanged. A data version, if there is one, has to be that of the current row
     */
    record OfRow(Entity entity, ChangeType type, Row row) implements SimulatedChange {}

    /**
     * Proposed content of a split release.
     *
     * @param product product of the release; null to keep it
     * @param content the whole release, or the part to merge into it
     * @param merge whether to merge
     */
    record OfSplitRelease(String name, @Nullable String product, ObjectNode content, boolean merge)
            implements SimulatedChange {}

    /** Proposed deletion of a split release with all of its parts. */
    record DeletionOfSplitRelease(String name) implements SimulatedChange {}

    /** Pending scheduled change. */
    record Scheduled(Entity entity, int id) implements SimulatedChange {}

    /** All pending scheduled changes of a split release, which are enacted together. */
    record ScheduledRelease(String name) implements SimulatedChange {}
}
