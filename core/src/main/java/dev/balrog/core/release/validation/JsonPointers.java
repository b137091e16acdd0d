// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Says where something is in a JSON document. */
final class JsonPointers {
    private JsonPointers() {}

    /** The pointer to a member of what another pointer leads to. */
    static String child(String parent, String member) {
        return parent + '/' + member.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to this very node, below another one; empty when it is not there. */
    @SuppressWarnings("ReferenceEquality") // an equal one may stand elsewhere, where nothing is wrong with it
    static Optional<String> find(JsonNode node, JsonNode below, String pointer) {
        if (node == below) {
            return Optional.of(pointer);
        }
        if (below.isArray()) {
            for (int i = 0; i < below.size(); i++) {
                Optional<String> found = find(node, below.path(i), child(pointer, Integer.toString(i)));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        for (Map.Entry<String, JsonNode> member : below.properties()) {
            Optional<String> found = find(node, member.getValue(), child(pointer, member.getKey()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
