// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.ObjectKind;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes to simulate, and the requests to simulate them with. Mutable; not thread-safe. */
public final class SimulationRequest {
    private final ObjectNode body = Fields.object();

    /**
     * Adds a pending scheduled change.
     *
     * @throws IllegalArgumentException if changes of this kind of object don't affect clients
     */
    public SimulationRequest scheduled(ObjectKind kind, long id) {
        String name = switch (kind) {
            case RULE -> "rule";
            case RELEASE -> "release";
            case SHUTOFF -> "emergency_shutoff";
            case PIN -> "pin";
            case PERMISSION, USER_ROLE, PRODUCT_SIGNOFF, PERMISSION_SIGNOFF ->
                throw new IllegalArgumentException("changes of this type don't affect clients");
        };
        body.withArray("scheduled_changes").addObject().put("kind", name).put("sc_id", id);
        return this;
    }

    /** Adds everything that is scheduled for a v2 release. */
    public SimulationRequest scheduledRelease(String name) {
        body.withArray("scheduled_changes").addObject().put("kind", "release").put("name", name);
        return this;
    }

    /** Adds the changes of an open change set. */
    public SimulationRequest changeSet(long id) {
        body.withArray("change_sets").add(id);
        return this;
    }

    /** Adds a proposed change, in the form of the API: an object with kind, change_type and row. */
    public SimulationRequest change(JsonNode change) {
        body.withArray("changes").add(change);
        return this;
    }

    /** Sample that the server has, or makes. */
    public enum Sample {
        /** Collected from the public apps. */
        TRAFFIC,
        /** Derived from rules and releases. */
        SYNTHETIC
    }

    /** Chooses the sample; not together with recorded requests. */
    public SimulationRequest sample(Sample sample) {
        body.put("sample", sample.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * Adds a recorded request; with at least one, no other sample is used.
     *
     * @param count how often it was asked
     */
    public SimulationRequest recorded(String url, long count) {
        body.withArray("requests").addObject().put("url", url).put("count", count);
        return this;
    }

    /** Adds recorded requests, in the form of the API: an object with url and count. */
    public SimulationRequest recorded(JsonNode requests) {
        body.withArray("requests").add(requests);
        return this;
    }

    /** Chooses a synthetic sample with at most this number of requests, unless another one is chosen. */
    public SimulationRequest limit(int requests) {
        body.put("limit", requests);
        return this;
    }

    /** Returns whether no change was added. */
    public boolean isEmpty() {
        return !body.has("changes") && !body.has("scheduled_changes") && !body.has("change_sets");
    }

    ObjectNode toJson() {
        return body.deepCopy();
    }
}
