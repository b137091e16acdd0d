// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts part of a release over the whole: objects are merged, anything else is replaced. */
public final class DeepMerge {
    private DeepMerge() {}

    /**
     * Merges. Neither argument is changed, and the result shares nothing with them.
     *
     * @return the base with the changes; what is new comes last
     */
    public static ObjectNode merge(ObjectNode base, ObjectNode changes) {
        ObjectNode result = base.deepCopy();
        mergeInto(result, changes);
        return result;
    }

    private static void mergeInto(ObjectNode target, ObjectNode changes) {
        changes.forEachEntry((key, change) -> {
            JsonNode present = target.get(key);
            if (present instanceof ObjectNode object && change instanceof ObjectNode objectChange) {
                mergeInto(object, objectChange);
            } else {
                target.set(key, change.deepCopy());
            }
        });
    }
}
