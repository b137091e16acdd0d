// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Redaction of user names in JSON of the API: placeholders of the same JSON types replace them. The
 * reason why a change can't be enacted may name users.
 */
public final class NameRedaction {
    private static final String PLACEHOLDER = "redacted";
    private static final Set<String> NAMES = Set.of("changed_by", "scheduled_by", "username", "enactment_obstacle");

    private NameRedaction() {}

    /** Redacts a tree in place, at all depths. */
    public static void redact(JsonNode json) {
        if (json instanceof ObjectNode object) {
            Map<String, JsonNode> replaced = new LinkedHashMap<>();
            object.forEachEntry((name, value) -> {
                if (NAMES.contains(name) && value.isString()) {
                    replaced.put(name, JsonNodeFactory.instance.stringNode(PLACEHOLDER));
                } else if (name.equals("signoffs") && value.isObject()) {
                    replaced.put(name, withoutSigners(value));
                } else if (name.equals("unbound_signoffs") && value.isArray()) {
                    ArrayNode names = JsonNodeFactory.instance.arrayNode();
                    value.forEach(_ -> names.add(PLACEHOLDER));
                    replaced.put(name, names);
                } else {
                    redact(value);
                }
            });
            replaced.forEach(object::set);
        } else if (json.isArray()) {
            json.forEach(NameRedaction::redact);
        }
    }

    /** Keeps the number of signoffs by role: clients that enact changes count them. */
    private static ObjectNode withoutSigners(JsonNode signoffs) {
        ObjectNode redacted = JsonNodeFactory.instance.objectNode();
        signoffs.forEach(role -> redacted.set(PLACEHOLDER + "-" + (redacted.size() + 1), role));
        return redacted;
    }
}
