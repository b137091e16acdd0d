// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.changeset;

import dev.balrog.client.transport.Call;
import dev.balrog.client.transport.Fields;
import dev.balrog.client.transport.Transport;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** API of change sets. Each method throws {@link dev.balrog.client.error.ClientException} if it fails. */
public final class ChangeSets {
    private static final String CHANGE_SETS = "change_sets";

    private final Transport transport;

    public ChangeSets(Transport transport) {
        this.transport = transport;
    }

    /**
     * Returns the change set that would be proposed, with the signoffs that it would need. Stores
     * nothing.
     *
     * @param changes changes in the form of the API: objects with kind, change_type and row
     */
    public ChangeSet check(String description, List<? extends JsonNode> changes) {
        return ChangeSet.of(transport
                .send(Call.post(body(description, changes), "v2", CHANGE_SETS, "check"))
                .body());
    }

    /**
     * Proposes a change set.
     *
     * @param changes changes in the form of the API: objects with kind, change_type and row
     */
    public ChangeSet propose(String description, List<? extends JsonNode> changes) {
        return ChangeSet.of(transport
                .send(Call.post(body(description, changes), "v2", CHANGE_SETS))
                .body());
    }

    /** Returns the change set with this number. */
    public ChangeSet get(long id) {
        return ChangeSet.of(transport.send(Call.get("v2", CHANGE_SETS, id)).body());
    }

    /** Enacts a change set, if it still is the one that was read. */
    public ChangeSet enact(ChangeSet set) {
        ObjectNode body = Fields.object().put("data_version", set.dataVersion()).put("digest", set.digest());
        return ChangeSet.of(transport
                .send(Call.post(body, "v2", CHANGE_SETS, set.id(), "enact"))
                .body());
    }

    private static ObjectNode body(String description, List<? extends JsonNode> changes) {
        ObjectNode body = Fields.object().put("description", description);
        body.putArray("changes").addAll(changes);
        return body;
    }
}
