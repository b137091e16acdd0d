// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.transport.Fields;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Result of a change of a v2 release: new data versions, or scheduled changes of its parts. */
public final class ReleaseOutcome {
    private final ObjectNode parts;

    ReleaseOutcome(JsonNode parts) {
        this.parts = Fields.objectOrEmpty(parts);
    }

    /** Returns the new data version of the base; empty if the base was not changed immediately. */
    public Optional<Long> base() {
        return Optional.ofNullable(Fields.numberOrNull(parts, "."));
    }

    /** Returns whether any part's change was scheduled rather than executed immediately. */
    public boolean isScheduled() {
        return !parts.findValues("sc_id").isEmpty();
    }

    /**
     * Returns a new object in the API's format: the release's structure with new data versions or
     * scheduled changes as values.
     */
    public ObjectNode toJson() {
        return parts.deepCopy();
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
