// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.transport.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Release in the v2 API.
 *
 * @param blob the content; empty if the release is only scheduled to be created
 * @param dataVersions the data versions of its parts
 * @param scheduledBlob the content after the scheduled changes; null if there are none
 * @param scheduledDataVersions the data versions of those scheduled changes
 */
public record StoredRelease(
        ObjectNode blob,
        DataVersions dataVersions,
        @Nullable ObjectNode scheduledBlob,
        DataVersions scheduledDataVersions) {

    static StoredRelease of(JsonNode node) {
        // Where they differ, "sc_blob" still has what the scheduled changes remove.
        ObjectNode scheduled = Fields.objectOrEmpty(node.path(node.has("sc_outcome") ? "sc_outcome" : "sc_blob"));
        return new StoredRelease(
                Fields.objectOrEmpty(node.path("blob")),
                new DataVersions(node.path("data_versions")),
                scheduled.isEmpty() ? null : scheduled,
                new DataVersions(node.path("sc_data_versions")));
    }

    /** Returns whether the release has scheduled changes. */
    public boolean hasScheduledChanges() {
        return !scheduledDataVersions.toJson().isEmpty();
    }
}
