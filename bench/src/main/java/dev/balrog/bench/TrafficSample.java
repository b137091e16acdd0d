// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sequence of requests with the repetition of real traffic: few targets are requested often (Zipf's
 * law), and a share of the requests is for targets that are never requested before or after.
 *
 * @param targets distinct targets, each with {@link RequestMix#MARK} where a number makes a new target of it
 * @param sequence indices of targets in the order of the requests; {@code -1 - index} for a new
 *     target made of it
 * @see <a href="https://doi.org/10.1109/INFCOM.1999.749260">Web Caching and Zipf-like
 *     Distributions</a>
 */
public record TrafficSample(List<String> targets, List<Integer> sequence) {
    private static final int PERCENT = 100;

    public TrafficSample {
        targets = List.copyOf(targets);
        sequence = List.copyOf(sequence);
    }

    /**
     * Draws a sample.
     *
     * @param distinct the number of distinct targets
     * @param requests the length of the sequence
     * @param newPercent percentage of the requests that are for a new target
     */
    public static TrafficSample of(long seed, int distinct, int requests, int newPercent) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> targets = RequestMix.distinctTargets(seed, distinct);
        double[] upTo = new double[distinct];
        double sum = 0;
        for (int rank = 0; rank < distinct; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        List<Integer> sequence = new ArrayList<>(requests);
        while (sequence.size() < requests) {
            int found = Arrays.binarySearch(upTo, random.nextDouble(sum));
            int index = found < 0 ? -1 - found : found;
            sequence.add(random.nextInt(PERCENT) < newPercent ? -1 - index : index);
        }
        return new TrafficSample(targets, sequence);
    }
}
