// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.schedule;

import dev.balrog.client.error.ApiException;
import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Deletion;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.ObjectKind;
import dev.balrog.client.transport.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * API of scheduled changes, for each kind of object. Each method throws {@link dev.balrog.client.error.ClientException} if
 * it fails.
 */
public final class ScheduledChanges {
    private static final String SCHEDULED_CHANGES = "scheduled_changes";
    private static final String SIGNOFFS = "signoffs";

    private final Transport transport;

    public ScheduledChanges(Transport transport) {
        this.transport = transport;
    }

    /** Returns the pending changes. */
    public List<ScheduledChange> open(ObjectKind kind) {
        return list(Call.get(SCHEDULED_CHANGES, kind));
    }

    /** Returns all changes, including those already enacted. */
    public List<ScheduledChange> all(ObjectKind kind) {
        return list(Call.get(SCHEDULED_CHANGES, kind).with("all", "1"));
    }

    /** Returns a pending change; empty if there is none with this ID. */
    public Optional<ScheduledChange> findOpen(ObjectKind kind, long id) {
        return open(kind).stream().filter(change -> change.id() == id).findFirst();
    }

    /**
     * Finds an earlier revision of a change by its data version, among the latest 100 revisions.
     *
     * @return the revision; empty if there is none, or if the server keeps no history of such
     *     changes
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
     * Edits a pending change. Its signoffs are revoked.
     *
     * @param dataVersion the scheduled change's own data version
     * @param when the time at which to enact it; null keeps the current one
     * @param members the members of the object to set, with its {@code data_version} unless it is
     *     new
     */
    public Scheduled edit(ObjectKind kind, long id, long dataVersion, @Nullable Instant when, ObjectNode members) {
        ObjectNode body = members.deepCopy().put("sc_data_version", dataVersion);
        if (when != null) {
            body.put("when", when.toEpochMilli());
        }
        return scheduled(
                id, transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id)).body());
    }

    /** Deletes a pending change, unless it is edited concurrently. */
    public void delete(ObjectKind kind, long id) {
        Deletion.run(() -> existing(kind, id), change -> delete(kind, change), transport.settings());
    }

    private ScheduledChange existing(ObjectKind kind, long id) {
        return findOpen(kind, id)
                .orElseThrow(() -> new ApiException(
                        "GET /" + SCHEDULED_CHANGES + "/" + kind.path(),
                        404,
                        "Not Found",
                        "there is no scheduled change " + id,
                        ""));
    }

    private void delete(ObjectKind kind, ScheduledChange change) {
        transport.send(Call.delete(SCHEDULED_CHANGES, kind, change.id()).with("data_version", change.dataVersion()));
    }

    /**
     * Enacts a change now, with at-most-once semantics, since not all servers detect that a change
     * is already enacted: after an {@link dev.balrog.client.error.UnreachableException}, check whether it is still
     * {@linkplain #findOpen pending}.
     *
     * @param version the version that was read
     * @throws dev.balrog.client.error.OutdatedChangeException if the change has another version now
     */
    public void enact(ObjectKind kind, long id, ChangeVersion version) {
        enact(kind, id, version.addTo(Fields.object()));
    }

    /**
     * Enacts a change with an uptake condition.
     *
     * @param version the version that was read
     * @param uptake the measured uptake
     * @throws dev.balrog.client.error.OutdatedChangeException if the change has another version now
     */
    public void enact(ObjectKind kind, long id, ChangeVersion version, long uptake) {
        enact(kind, id, version.addTo(Fields.object()).put("uptake", uptake));
    }

    private void enact(ObjectKind kind, long id, ObjectNode body) {
        transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id, "enact"));
    }

    /**
     * Signs off a change, in a role that the user has.
     *
     * @param version the version that was read and approved
     * @throws dev.balrog.client.error.OutdatedChangeException if the change has another version now; nothing is signed off
     *     then
     */
    public void signOff(ObjectKind kind, long id, ChangeVersion version, String role) {
        ObjectNode body = version.addTo(Fields.object().put("role", role));
        transport.send(Call.post(body, SCHEDULED_CHANGES, kind, id, SIGNOFFS));
    }

    /**
     * Revokes a signoff.
     *
     * @param username the signer; null for the user's own signoff
     */
    public void withdrawSignoff(ObjectKind kind, long id, @Nullable String username) {
        transport.send(Call.delete(SCHEDULED_CHANGES, kind, id, SIGNOFFS).with("username", username));
    }

    private static Scheduled scheduled(long id, JsonNode answer) {
        return new Scheduled(id, Fields.map(answer.path(SIGNOFFS), role -> role.asString("")));
    }
}
