// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.changeset;

import dev.balrog.client.transport.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Change set as the server has it.
 *
 * @param id the number; without meaning for a set that was only checked
 * @param state {@code open}, {@code enacted} or {@code cancelled}
 * @param dataVersion the data version, starting at 1
 * @param required number of required signoffs by role
 * @param missing number of missing signoffs by role
 * @param conflicts foreseen conflicts, in words
 * @param obstacle the reason why the set can't be enacted, even with signoffs; null for none
 * @param digest the digest of the outcome of all changes; null with an obstacle and for a closed set
 * @param json the set in the form of the API
 */
public record ChangeSet(
        long id,
        String state,
        long dataVersion,
        Map<String, Long> required,
        Map<String, Long> missing,
        List<String> conflicts,
        @Nullable String obstacle,
        @Nullable String digest,
        JsonNode json) {
    public ChangeSet {
        required = Map.copyOf(required);
        missing = Map.copyOf(missing);
        conflicts = List.copyOf(conflicts);
    }

    static ChangeSet of(JsonNode json) {
        return new ChangeSet(
                Fields.number(json, "set_id"),
                Fields.text(json, "state"),
                Fields.number(json, "data_version"),
                Fields.map(json.path("required_signoffs"), count -> count.asLong(0)),
                Fields.map(json.path("missing_signoffs"), count -> count.asLong(0)),
                Fields.list(json.path("conflicts"), conflict -> Fields.text(conflict, "message")),
                Fields.textOrNull(json, "obstacle"),
                Fields.textOrNull(json, "digest"),
                json);
    }
}
