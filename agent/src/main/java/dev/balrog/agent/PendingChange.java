// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.schedule.ScheduledChange;
import dev.balrog.client.schedule.UptakeCondition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled change that is not enacted yet.
 *
 * @param kind kind of the changed entity, such as {@code rules}
 * @param id id of the scheduled change, or name of the release
 * @param parts scheduled changes as they were read, which are enacted together; exactly one, except
 *     for releases
 * @param when scheduled time; null if the change waits for another condition
 * @param uptake condition that replaces the time; null for none
 * @param signed whether the change has its required signoffs
 */
record PendingChange(
        String kind,
        String id,
        List<ScheduledChange> parts,
        @Nullable Instant when,
        @Nullable UptakeCondition uptake,
        boolean signed) {

    PendingChange {
        parts = List.copyOf(parts);
    }

    /**
     * Returns the version that was read. It differs after an edit of a part, or of a release that a
     * part maps to, and once what prevented the enactment is gone.
     */
    String version() {
        return parts.stream()
                .map(part -> part.partKey() + "." + part.dataVersion() + "." + part.digest() + "." + part.obstacle())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Returns the name of the change in logs. */
    String name() {
        return kind + "/" + id;
    }
}
