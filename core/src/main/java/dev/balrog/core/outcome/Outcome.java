// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.outcome;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Outcome of a proposed change: the resulting row, and everything that this row would let clients
 * reach.
 *
 * @param entity table of the row
 * @param changeType {@code insert}, {@code update} or {@code delete}
 * @param key columns that identify the row
 * @param row the resulting row; null for a deletion
 * @param removed the row that would be deleted; null unless the change is a deletion
 * @param reaches digests of the releases that clients could reach, by name; null for a release that
 *     does not exist
 * @param rules the rules that clients could reach through superblobs of products, in any order
 */
public record Outcome(
        String entity,
        String changeType,
        ObjectNode key,
        @Nullable ObjectNode row,
        @Nullable ObjectNode removed,
        Map<String, @Nullable String> reaches,
        List<ObjectNode> rules) {

    // Not compact: the parameters of a compact constructor lose their annotations in the class
    // file.
    public Outcome(
            String entity,
            String changeType,
            ObjectNode key,
            @Nullable ObjectNode row,
            @Nullable ObjectNode removed,
            Map<String, @Nullable String> reaches,
            List<ObjectNode> rules) {
        this.entity = entity;
        this.changeType = changeType;
        this.key = key;
        this.row = row;
        this.removed = removed;
        this.reaches = Collections.unmodifiableMap(new TreeMap<>(reaches));
        this.rules = List.copyOf(rules);
    }
}
