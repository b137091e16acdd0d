// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Generalizes requests until at least a minimum of them are alike, and suppresses those that are
 * not even then, as for <a href="https://dataprivacylab.org/dataprivacy/projects/kanonymity/">k-anonymity</a>
 * with the number of requests in place of that of persons.
 */
public final class Anonymizer {
    /** Default for the smallest number of requests of a cell. */
    public static final int DEFAULT_MINIMUM = 10;

    private final int minimum;

    /**
     * Creates an anonymizer.
     *
     * @param minimum smallest number of observed requests of which a cell may tell, at least 1
     */
    public Anonymizer(int minimum) {
        if (minimum < 1) {
            throw new IllegalArgumentException("minimum " + minimum + " is below 1");
        }
        this.minimum = minimum;
    }

    /**
     * Requests that are equal.
     *
     * @param observed how many were seen
     * @param weight how many they stand for, at least as many
     */
    public record Observation(NormalizedRequest request, long observed, double weight) {}

    /** Sum of observations. */
    private static final class Sum {
        long observed;
        double weight;

        void add(long moreObserved, double moreWeight) {
            observed += moreObserved;
            weight += moreWeight;
        }
    }

    /**
     * Returns a sample of observations.
     *
     * @param requests number of requests that all observations stand for, and others that can't be
     *     listed
     * @param maxCells largest number of cells; those with the fewest requests are left out
     */
    public RecordedTraffic anonymize(Collection<Observation> observations, long requests, int maxCells) {
        Map<NormalizedRequest, Sum> small = new HashMap<>();
        for (Observation observation : observations) {
            small.computeIfAbsent(observation.request, _ -> new Sum()).add(observation.observed, observation.weight);
        }
        Map<NormalizedRequest, Sum> listed = new HashMap<>();
        moveLarge(small, listed);
        for (Generalization step : Generalization.values()) {
            small = generalized(small, step);
            moveLarge(small, listed);
        }
        List<TrafficCell> cells = new ArrayList<>();
        listed.forEach((request, sum) -> cells.add(new TrafficCell(request, Math.max(1, Math.round(sum.weight)))));
        cells.sort(TrafficCell.MOST_FREQUENT_FIRST);
        List<TrafficCell> most = cells.subList(0, Math.min(maxCells, cells.size()));
        long sum = most.stream().mapToLong(TrafficCell::count).sum();
        return new RecordedTraffic(Math.max(requests, sum), minimum, most);
    }

    /** Moves the sums of enough observations, also those that were moved before under the same request. */
    private void moveLarge(Map<NormalizedRequest, Sum> small, Map<NormalizedRequest, Sum> listed) {
        small.entrySet().removeIf(entry -> {
            Sum sum = entry.getValue();
            Sum known = listed.get(entry.getKey());
            if (known == null && sum.observed < minimum) {
                return false;
            }
            if (known == null) {
                listed.put(entry.getKey(), sum);
            } else {
                known.add(sum.observed, sum.weight);
            }
            return true;
        });
    }

    private static Map<NormalizedRequest, Sum> generalized(Map<NormalizedRequest, Sum> small, Generalization step) {
        Map<NormalizedRequest, Sum> general = new HashMap<>();
        small.forEach((request, sum) -> {
            Optional<NormalizedRequest> known = step.of(request);
            known.ifPresent(key -> general.computeIfAbsent(key, _ -> new Sum()).add(sum.observed, sum.weight));
        });
        return general;
    }
}
