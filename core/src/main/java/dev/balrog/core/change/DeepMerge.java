// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deep merge of part of a release into the whole: objects are merged, other values are replaced.
 */
public final class DeepMerge {
    private DeepMerge() {}

    /**
     * Merges changes into a base. The arguments are not modified, and the result shares no nodes
     * with them.
     *
     * @return the base with the changes; new keys come last
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
