// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of a change of a release of the v2 API: new data versions, or scheduled changes of its parts. */
public final class ReleaseOutcome {
    private final ObjectNode parts;

    ReleaseOutcome(JsonNode parts) {
        this.parts = Fields.objectOrEmpty(parts);
    }

    /** The new version of all that is not in a locale; empty if that was not changed at once. */
    public Optional<Long> base() {
        return Optional.ofNullable(Fields.numberOrNull(parts, "."));
    }

    /** Whether any part was scheduled to be changed, rather than changed at once. */
    public boolean isScheduled() {
        return !parts.findValues("sc_id").isEmpty();
    }

    /** As the API has it: new versions or scheduled changes where the release has its parts. A new object. */
    public ObjectNode toJson() {
        return parts.deepCopy();
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
