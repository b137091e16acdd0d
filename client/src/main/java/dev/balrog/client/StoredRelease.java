// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A release as the v2 API gives it.
 *
 * @param blob its content; empty where it is only scheduled to be made
 * @param dataVersions the versions of its parts
 * @param scheduledBlob its content after the changes that are scheduled; null if none are
 * @param scheduledDataVersions the versions of those scheduled changes
 */
public record StoredRelease(
        ObjectNode blob,
        DataVersions dataVersions,
        @Nullable ObjectNode scheduledBlob,
        DataVersions scheduledDataVersions) {

    static StoredRelease of(JsonNode node) {
        ObjectNode scheduled = Fields.objectOrEmpty(node.path("sc_blob"));
        return new StoredRelease(
                Fields.objectOrEmpty(node.path("blob")),
                new DataVersions(node.path("data_versions")),
                scheduled.isEmpty() ? null : scheduled,
                new DataVersions(node.path("sc_data_versions")));
    }

    /** Whether changes of it are scheduled. */
    public boolean hasScheduledChanges() {
        return !scheduledDataVersions.toJson().isEmpty();
    }
}
