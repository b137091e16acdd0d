// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes that are to be made later, of objects of each kind. Each method throws {@link ClientException} when it can't
 * do what it says.
 */
public final class ScheduledChanges {
    private static final String SCHEDULED_CHANGES = "scheduled_changes";
    private static final String SIGNOFFS = "signoffs";

    private final Transport transport;

    ScheduledChanges(Transport transport) {
        this.transport = transport;
    }

    /** The changes that have not been made yet. */
    public List<ScheduledChange> open(ObjectKind kind) {
        return list(Call.get(SCHEDULED_CHANGES, kind));
    }

    /** All changes, also those that have been made. */
    public List<ScheduledChange> all(ObjectKind kind) {
        return list(Call.get(SCHEDULED_CHANGES, kind).with("all", "1"));
    }

    /** A change that has not been made yet; empty if there is none of this number. */
    public Optional<ScheduledChange> findOpen(ObjectKind kind, long id) {
        return open(kind).stream().filter(change -> change.id() == id).findFirst();
    }

    /**
     * Finds an earlier state of a change by its data version. Only the latest hundred states are searched.
     *
     * @return empty if there is none, or if the server keeps no history of such changes
     */
    public Optional<ScheduledChange> findRevision(ObjectKind kind, long id, long dataVersion) {
        Call call = Call.get(SCHEDULED_CHANGES, kind, id, "revisions").with("limit", "100");
        try {
            return Fields.list(transport.send(call).body().path("revisions"), ScheduledChange::of).stream()
                    .filter(change -> change.dataVersion() == dataVersion)
                    .findFirst();
        } catch (ApiException e) {
            if (e.isServerError()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private List<ScheduledChange> list(Call call) {
        return Fields.list(transport.send(call).body().path(SCHEDULED_CHANGES), ScheduledChange::of);
    }

    /** Schedules a change. */
    public Scheduled schedule(ObjectKind kind, ScheduleRequest request) {
        JsonNode answer = transport
                .send(Call.post(request.toJson(), SCHEDULED_CHANGES, kind))
                .body();
        return scheduled(Fields.number(answer, "sc_id"), answer);
    }

    /**
     * Changes a change that has not been made yet. Signoffs that it has are lost.
     *
     * @param dataVersion the scheduled change's own data version
     * @param when when it is to be made; null leaves that as it is
     * @param members the members of the object to be set, with its {@code data_version} where it is not new
     */
    public Scheduled edit(ObjectKind kind, long id, long dataVersion, @Nullable Instant when, ObjectNode members) {
        ObjectNode body = members.deepCopy().put("sc_data_version", dataVersion);
        if (when != null) {
            body.put("when", when.toEpochMilli());
        }
        return scheduled(
                id, transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id)).body());
    }

    /** Deletes a change that has not been made yet, unless somebody edits it at the same time. */
    public void delete(ObjectKind kind, long id) {
        Deletion.run(() -> existing(kind, id), change -> delete(kind, change), transport.settings());
    }

    private ScheduledChange existing(ObjectKind kind, long id) {
        return findOpen(kind, id)
                .orElseThrow(() -> new ApiException(
                        "GET /" + SCHEDULED_CHANGES + "/" + kind.path(),
                        404,
                        "Not Found",
                        "no change of number " + id + " is waiting there",
                        ""));
    }

    private void delete(ObjectKind kind, ScheduledChange change) {
        transport.send(Call.delete(SCHEDULED_CHANGES, kind, change.id()).with("data_version", change.dataVersion()));
    }

    /**
     * Enacts a change now. It is sent once only, as not all servers know of a change that it is already enacted: after
     * an {@link UnreachableException}, look whether it is still {@linkplain #findOpen open}.
     *
     * @param version the state that was read
     * @throws OutdatedChangeException when the change is in another state now
     */
    public void enact(ObjectKind kind, long id, ChangeVersion version) {
        enact(kind, id, version.addTo(Fields.object()));
    }

    /**
     * Enacts a change that waits for an uptake.
     *
     * @param version the state that was read
     * @param uptake the uptake that was measured
     * @throws OutdatedChangeException when the change is in another state now
     */
    public void enact(ObjectKind kind, long id, ChangeVersion version, long uptake) {
        enact(kind, id, version.addTo(Fields.object()).put("uptake", uptake));
    }

    private void enact(ObjectKind kind, long id, ObjectNode body) {
        transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id, "enact"));
    }

    /**
     * Signs a change, in a role that the user has.
     *
     * @param version the state that was read and is agreed to
     * @throws OutdatedChangeException when the change is in another state now; nothing is signed then
     */
    public void signOff(ObjectKind kind, long id, ChangeVersion version, String role) {
        ObjectNode body = version.addTo(Fields.object().put("role", role));
        transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id, SIGNOFFS));
    }

    /**
     * Takes a signoff back.
     *
     * @param username whose; null for the user's own
     */
    public void withdrawSignoff(ObjectKind kind, long id, @Nullable String username) {
        transport.send(Call.delete(SCHEDULED_CHANGES, kind, id, SIGNOFFS).with("username", username));
    }

    private static Scheduled scheduled(long id, JsonNode answer) {
        return new Scheduled(id, Fields.map(answer.path(SIGNOFFS), role -> role.asString("")));
    }
}
