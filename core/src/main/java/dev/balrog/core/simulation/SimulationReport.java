// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import java.util.List;
import java.util.Map;

/**
 * Differences between the responses before and after a change.
 *
 * <p>A request that a throttled rollout decides about counts in parts: where the background rate
 * grows from 25 to 50, a quarter of it is newly offered the mapping. So shares are expected values,
 * not those of a random draw.
 *
 * @param total all requests of the sample
 * @param changed the requests with another response
 * @param effects requests by effect, those with none left out, the most harmful first
 * @param groups requests that have the effect, product, channel and both responses in common, the
 *     most harmful effect first, then the largest group
 * @param omittedGroups number of further groups, beyond the limit
 */
public record SimulationReport(
        Count total, Count changed, List<EffectCount> effects, List<Group> groups, int omittedGroups) {

    public SimulationReport {
        effects = List.copyOf(effects);
        groups = List.copyOf(groups);
    }

    /** Number of parts that a request is divided into: one for each rollout sample. */
    public static final int PARTS = 100;

    /** Returns whether some request is worse off after the change. */
    public boolean isHarmful() {
        return effects.stream().anyMatch(effect -> effect.effect().isHarmful());
    }

    /**
     * Returns the weight of a count relative to that of the whole sample, 0 to 1.
     */
    public double share(Count count) {
        return total.parts == 0 ? 0 : (double) count.parts / total.parts;
    }

    /**
     * Number of requests.
     *
     * @param requests different requests that are concerned, also in part
     * @param parts their weight, in hundredths of a request
     */
    public record Count(long requests, long parts) {
        /** Returns the weight in requests. */
        public double weight() {
            return (double) parts / PARTS;
        }
    }

    /**
     * Requests with an effect.
     *
     * @param values by dimension, the values with the largest counts, in this order
     */
    public record EffectCount(ChangeEffect effect, Count count, Map<Dimension, List<ValueCount>> values) {
        public EffectCount {
            values = Map.copyOf(values);
        }
    }

    /** Requests with a value in a dimension. */
    public record ValueCount(String value, Count count) {}

    /**
     * Requests with the same difference.
     *
     * @param examples some of the requests, in the order of the sample
     */
    public record Group(
            ChangeEffect effect,
            String product,
            String channel,
            Served before,
            Served after,
            Count count,
            List<Example> examples) {
        public Group {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Request of a group.
     *
     * @param target request target, from the path on
     * @param percentage percentage of such requests that are concerned; below 100 where a throttled
     *     rollout decides
     */
    public record Example(String target, int percentage) {}
}
