// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which changes the snapshot of a public app covers, as it tells admin apps.
 *
 * @param at time of this status, by the public app's clock
 * @param currentAt time at which the snapshot was last known to match the database, by the same
 *     clock; {@link Instant#EPOCH} for a snapshot of an earlier run
 * @param isHolding whether the database contains changes that are not served because the audit log
 *     does not explain them
 * @param advances latest advances of the snapshot, the oldest first
 */
public record SnapshotStatus(Instant at, Instant currentAt, boolean isHolding, List<Advance> advances) {
    /** Number of advances that are kept. */
    private static final int KEPT = 64;

    /**
     * Time from which on all changes up to an entry of the audit log were served.
     *
     * @param sequence sequence number of the entry
     * @param since the time
     */
    public record Advance(long sequence, Instant since) {}

    public SnapshotStatus {
        advances = List.copyOf(advances);
    }

    /** Returns the advances and a further one, which is ignored if it covers no more. */
    public static List<Advance> advanced(List<Advance> advances, long sequence, Instant since) {
        if (sequence == 0 || (!advances.isEmpty() && advances.getLast().sequence() >= sequence)) {
            return advances;
        }
        List<Advance> more =
                new ArrayList<>(advances.subList(Math.max(0, advances.size() - KEPT + 1), advances.size()));
        more.add(new Advance(sequence, since));
        return List.copyOf(more);
    }

    /** Returns how long ago the snapshot was last known to match the database. */
    public Duration age() {
        return Duration.between(currentAt, at);
    }

    /**
     * Returns since when all changes up to an entry of the audit log are served, at the latest;
     * empty if they are not.
     */
    public Optional<Instant> servedSince(long sequence) {
        return advances.stream()
                .filter(advance -> advance.sequence() >= sequence)
                .findFirst()
                .map(Advance::since);
    }

    /** Returns the status as JSON; times are in milliseconds since 1970. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", at.toEpochMilli());
        json.put("current_at", currentAt.toEpochMilli());
        json.put("holding", isHolding);
        ArrayNode list = json.putArray("advances");
        advances.forEach(advance -> list.addObject()
                .put("audit_sequence", advance.sequence())
                .put("since", advance.since().toEpochMilli()));
        return json;
    }

    /**
     * Reads the output of {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static SnapshotStatus of(JsonNode json) {
        List<Advance> advances = new ArrayList<>();
        for (JsonNode advance : json.path("advances")) {
            advances.add(new Advance(number(advance, "audit_sequence"), time(advance, "since")));
        }
        return new SnapshotStatus(
                time(json, "at"), time(json, "current_at"), json.path("holding").asBoolean(false), advances);
    }

    private static Instant time(JsonNode json, String name) {
        return Instant.ofEpochMilli(number(json, name));
    }

    private static long number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("not the status of a snapshot: " + name + " is no number");
        }
        return value.asLong();
    }
}
