// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.transport;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares states of an object in the members that a partial change sets. */
public final class Patch {

    private Patch() {}

    /** Returns whether the change would have no effect. */
    public static boolean isIn(JsonNode patch, JsonNode state) {
        if (!(patch instanceof ObjectNode object)) {
            return patch.equals(state) || (isNothing(patch) && isNothing(state));
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!isIn(member.getValue(), state.path(member.getKey()))) {
                return false;
            }
        }
        return !state.isMissingNode();
    }

    /** Returns whether two states are equal in all members that the change sets. */
    public static boolean isUntouched(JsonNode patch, JsonNode before, JsonNode now) {
        if (!(patch instanceof ObjectNode object)) {
            return before.equals(now) || (isNothing(before) && isNothing(now));
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (!isUntouched(member.getValue(), at(before, name), at(now, name))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode at(JsonNode state, String name) {
        return state.isObject() ? state.path(name) : MissingNode.getInstance();
    }

    private static boolean isNothing(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }
}
