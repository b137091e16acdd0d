// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.retention;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Plan of a {@link ReleaseRetention} run.
 *
 * @param expired releases to delete, oldest build first
 * @param kept releases that are old enough but kept, with the reason
 */
public record RetentionPlan(List<Expired> expired, Map<String, RetentionReason> kept) {
    public RetentionPlan {
        expired = List.copyOf(expired);
        kept = Map.copyOf(kept);
    }

    /**
     * Release to delete. A name can be in both tables of releases.
     *
     * @param wholeVersion data version of the whole release; 0 if there is none
     * @param baseVersion data version of the base of the split release; 0 if there is none
     * @param rows number of rows, assets included
     */
    public record Expired(String name, int wholeVersion, int baseVersion, int rows) {}

    /** Returns the number of kept releases by reason; reasons without any are included. */
    public Map<RetentionReason, Integer> keptByReason() {
        return count(kept);
    }

    static Map<RetentionReason, Integer> count(Map<String, RetentionReason> kept) {
        Map<RetentionReason, Integer> counts = new EnumMap<>(RetentionReason.class);
        for (RetentionReason reason : RetentionReason.values()) {
            counts.put(reason, 0);
        }
        kept.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return counts;
    }
}
