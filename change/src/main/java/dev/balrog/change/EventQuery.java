// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events; null stands for any.
 *
 * @param name of a release or user: events of it, and of what leads to the release
 * @param scheduledChange identity of a scheduled change, among those of each entity: only what happened to it
 * @param from earliest time, in milliseconds since 1970
 * @param to latest time
 * @param read what has been read already
 * @param limit how many, from 1
 */
public record EventQuery(
        Set<Entity> entities,
        @Nullable String changedBy,
        @Nullable String product,
        @Nullable String channel,
        @Nullable String name,
        @Nullable Integer scheduledChange,
        @Nullable Long from,
        @Nullable Long to,
        HistoryCursor read,
        int limit) {

    public EventQuery {
        entities = Set.copyOf(entities);
    }
}
