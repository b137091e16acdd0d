// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Digest of an {@link Outcome}, to which signoffs are bound. Two outcomes have the same digest if
 * and only if they are equal, whatever the database.
 */
public final class OutcomeDigest {
    /** Columns that number the state of a row and are not part of its content. */
    private static final Set<String> NOT_COUNTED = Set.of("data_version");

    private OutcomeDigest() {}

    /** Returns the SHA-256 of the canonical form of an outcome, in lower-case hexadecimal. */
    public static String of(Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("entity", outcome.entity()).put("change_type", outcome.changeType());
        json.set("key", counted(outcome.key()));
        if (outcome.row() != null) {
            json.set("row", counted(outcome.row()));
        }
        if (outcome.removed() != null) {
            json.set("removed", counted(outcome.removed()));
        }
        ObjectNode reaches = json.putObject("reaches");
        outcome.reaches().forEach(reaches::put);
        addSorted(outcome.rules(), json.putArray("rules"));
        return CanonicalJson.sha256(json);
    }

    private static void addSorted(List<ObjectNode> rules, ArrayNode array) {
        Map<String, ObjectNode> byDigest = new TreeMap<>();
        rules.stream().map(OutcomeDigest::counted).forEach(rule -> byDigest.put(CanonicalJson.sha256(rule), rule));
        byDigest.values().forEach(array::add);
    }

    /** Returns the content of a row. A null column is the same as an absent one. */
    private static ObjectNode counted(ObjectNode row) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        row.forEachEntry((column, value) -> {
            if (!value.isNull() && !NOT_COUNTED.contains(column)) {
                copy.set(column, value);
            }
        });
        return copy;
    }
}
