// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.simulation.SimulationReport.Count;
import dev.balrog.core.simulation.SimulationReport.EffectCount;
import dev.balrog.core.simulation.SimulationReport.Example;
import dev.balrog.core.simulation.SimulationReport.Group;
import dev.balrog.core.simulation.SimulationReport.ValueCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of differences. Not thread-safe; those of several threads are added up. */
final class Tally {
    private final int maxExamples;
    private final Sum total = new Sum();
    private final Sum changed = new Sum();
    private final Map<ChangeEffect, ByValue> effects = new EnumMap<>(ChangeEffect.class);
    private final Map<GroupKey, GroupCounter> groups = new HashMap<>();

    Tally(int maxExamples) {
        this.maxExamples = maxExamples;
    }

    /** ResponseDifference that a group has in common. */
    private record GroupKey(ChangeEffect effect, String product, String channel, Served before, Served after)
            implements Comparable<GroupKey> {
        private static final Comparator<GroupKey> ORDER = Comparator.comparing(GroupKey::effect)
                .thenComparing(GroupKey::product)
                .thenComparing(GroupKey::channel)
                .thenComparing(key -> key.before.toString())
                .thenComparing(key -> key.after.toString());

        @Override
        public int compareTo(GroupKey other) {
            return ORDER.compare(this, other);
        }
    }

    private static class Sum {
        long requests;
        long parts;

        void add(long moreRequests, long moreParts) {
            requests += moreRequests;
            parts += moreParts;
        }

        Count count() {
            return new Count(requests, parts);
        }
    }

    /** Sum of one effect. */
    private static final class ByValue extends Sum {
        final Map<Dimension, Map<String, Sum>> values = new EnumMap<>(Dimension.class);

        void addValue(Dimension dimension, String value, long moreRequests, long moreParts) {
            values.computeIfAbsent(dimension, _ -> new HashMap<>())
                    .computeIfAbsent(value, _ -> new Sum())
                    .add(moreRequests, moreParts);
        }
    }

    /** Sum of one group. */
    private static final class GroupCounter extends Sum {
        final List<IndexedRequest> examples = new ArrayList<>();
    }

    /**
     * Request that can be an example.
     *
     * @param index position in the sample
     */
    private record IndexedRequest(int index, SampleRequest request, int percentage) {}

    /** ResponseDifference of a part of a request. */
    record ResponseDifference(ChangeEffect effect, Served before, Served after, int percentage) {}

    /**
     * Counts a request.
     *
     * @param index position in the sample
     * @param differences its differences; none where all responses are the same
     */
    void add(int index, SampleRequest request, List<ResponseDifference> differences) {
        total.add(1, request.weight() * SimulationReport.PARTS);
        if (differences.isEmpty()) {
            return;
        }
        Map<ChangeEffect, Integer> byEffect = new EnumMap<>(ChangeEffect.class);
        Map<GroupKey, Integer> byGroup = new HashMap<>();
        for (ResponseDifference difference : differences) {
            byEffect.merge(difference.effect, difference.percentage, Integer::sum);
            byGroup.merge(
                    new GroupKey(
                            difference.effect,
                            request.request().product(),
                            request.request().channel(),
                            difference.before,
                            difference.after),
                    difference.percentage,
                    Integer::sum);
        }
        changed.add(
                1,
                request.weight()
                        * byEffect.values().stream()
                                .mapToLong(Integer::longValue)
                                .sum());
        byEffect.forEach((effect, percentage) -> add(request, effect, percentage * request.weight()));
        byGroup.forEach((key, percentage) -> {
            GroupCounter group = groups.computeIfAbsent(key, _ -> new GroupCounter());
            group.add(1, percentage * request.weight());
            if (group.examples.size() < maxExamples) {
                group.examples.add(new IndexedRequest(index, request, percentage));
            }
        });
    }

    private void add(SampleRequest request, ChangeEffect effect, long parts) {
        ByValue counter = effects.computeIfAbsent(effect, _ -> new ByValue());
        counter.add(1, parts);
        for (Dimension dimension : Dimension.values()) {
            counter.addValue(dimension, dimension.of(request), 1, parts);
        }
    }

    /** Adds the counts of another thread. */
    void add(Tally other) {
        total.add(other.total.requests, other.total.parts);
        changed.add(other.changed.requests, other.changed.parts);
        other.effects.forEach((effect, counts) -> {
            ByValue counter = effects.computeIfAbsent(effect, _ -> new ByValue());
            counter.add(counts.requests, counts.parts);
            counts.values.forEach((dimension, values) ->
                    values.forEach((value, count) -> counter.addValue(dimension, value, count.requests, count.parts)));
        });
        other.groups.forEach((key, counts) -> {
            GroupCounter group = groups.computeIfAbsent(key, _ -> new GroupCounter());
            group.add(counts.requests, counts.parts);
            group.examples.addAll(counts.examples);
        });
    }

    /** Returns the report, which does not depend on how requests were divided among threads. */
    SimulationReport report(int maxGroups, int maxValues) {
        List<Map.Entry<GroupKey, GroupCounter>> ordered = new ArrayList<>(groups.entrySet());
        ordered.sort(
                Comparator.<Map.Entry<GroupKey, GroupCounter>, ChangeEffect>comparing(entry -> entry.getKey().effect)
                        .thenComparingLong(entry -> -entry.getValue().parts)
                        .thenComparing(entry -> entry.getKey()));
        return new SimulationReport(
                total.count(),
                changed.count(),
                effects.entrySet().stream()
                        .map(entry -> new EffectCount(
                                entry.getKey(), entry.getValue().count(), values(entry.getValue(), maxValues)))
                        .toList(),
                ordered.stream().limit(maxGroups).map(this::group).toList(),
                Math.max(0, ordered.size() - maxGroups));
    }

    private static Map<Dimension, List<ValueCount>> values(ByValue counts, int maxValues) {
        Map<Dimension, List<ValueCount>> values = new EnumMap<>(Dimension.class);
        counts.values.forEach((dimension, byValue) -> values.put(
                dimension,
                byValue.entrySet().stream()
                        .sorted(Comparator.<Map.Entry<String, Sum>>comparingLong(entry -> -entry.getValue().parts)
                                .thenComparing(Map.Entry::getKey))
                        .limit(maxValues)
                        .map(entry ->
                                new ValueCount(entry.getKey(), entry.getValue().count()))
                        .toList()));
        return values;
    }

    private Group group(Map.Entry<GroupKey, GroupCounter> entry) {
        GroupKey key = entry.getKey();
        return new Group(
                key.effect,
                key.product,
                key.channel,
                key.before,
                key.after,
                entry.getValue().count(),
                entry.getValue().examples.stream()
                        .sorted(Comparator.comparingInt(IndexedRequest::index))
                        .limit(maxExamples)
                        .map(candidate -> new Example(candidate.request.target(), candidate.percentage))
                        .toList());
    }
}
