// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.history;

import dev.balrog.change.row.Entity;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Query for events; null matches any.
 *
 * @param name name of a release or user: events of it, and of rules and pins that map to the
 *     release
 * @param scheduledChange id of a scheduled change, unique per entity: only events of that change
 * @param from earliest time, in milliseconds since 1970
 * @param to latest time, in milliseconds since 1970
 * @param read cursor: what has been read already
 * @param limit greatest number of events, from 1
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
