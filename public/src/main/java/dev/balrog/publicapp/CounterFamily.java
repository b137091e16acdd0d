// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.service.ServerMetrics.Export;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counters of one metric by a key, in a bounded number of series: everything beyond the limit is
 * counted together. Counters keep their values for as long as they are exported, so that they are
 * monotonic.
 *
 * @param <K> key by which a counter is found
 */
final class CounterFamily<K> {
    private final int max;
    private final Function<K, List<String>> restLabels;
    private final Exporter exporter;
    private final Map<K, Counter> counters = new ConcurrentHashMap<>();
    private final Map<List<String>, LongAdder> rests = new ConcurrentHashMap<>();

    /** Exports a counter. */
    interface Exporter {
        /**
         * Exports a counter with the values of its labels.
         *
         * @return ends the export
         */
        Export export(LongSupplier count, List<String> labels);
    }

    private record Counter(LongAdder count, List<String> labels, Export export) {}

    /**
     * Creates a family without counters.
     *
     * @param max maximum number of counters with a key
     * @param restLabels values of the labels of the counter that a key beyond the limit is counted
     *     by; few for all keys together
     */
    CounterFamily(int max, Function<K, List<String>> restLabels, Exporter exporter) {
        this.max = max;
        this.restLabels = restLabels;
        this.exporter = exporter;
    }

    /** Returns the counter that a key is counted by; null if it is yet to be created. */
    @Nullable
    LongAdder get(K key) {
        Counter counter = counters.get(key);
        if (counter != null) {
            return counter.count;
        }
        return counters.size() < max ? null : rests.get(restLabels.apply(key));
    }

    /** Creates the counter of a key, below the limit, and returns what it is counted by. */
    synchronized LongAdder create(K key, List<String> labels) {
        LongAdder known = get(key);
        if (known != null) {
            return known;
        }
        if (counters.size() >= max) {
            return rest(key);
        }
        LongAdder count = new LongAdder();
        counters.put(key, new Counter(count, labels, exporter.export(count::sum, labels)));
        return count;
    }

    /** Returns the counter for everything that has none of its own. */
    synchronized LongAdder rest(K key) {
        return rests.computeIfAbsent(restLabels.apply(key), labels -> {
            LongAdder count = new LongAdder();
            exporter.export(count::sum, labels);
            return count;
        });
    }

    /** Ends all counters whose key and labels do not satisfy a condition; their series disappear. */
    synchronized void retain(BiPredicate<K, List<String>> isKept) {
        counters.entrySet().removeIf(entry -> {
            boolean ended = !isKept.test(entry.getKey(), entry.getValue().labels);
            if (ended) {
                entry.getValue().export.end();
            }
            return ended;
        });
    }
}
