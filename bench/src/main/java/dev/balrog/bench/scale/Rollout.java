// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.scale;

import dev.balrog.core.snapshot.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of a day on which the throttled rules of a database are rolled out.
 *
 * @param snapshots snapshot by the second of the day from which it is served; one from second 0
 */
public record Rollout(NavigableMap<Integer, Snapshot> snapshots) {
    private static final int ALL = 100;

    /**
     * Returns a rollout in stages. Only the background rates of the throttled rules change; before the
     * first stage they are 0.
     *
     * @param stages background rate by the time of day from which it applies
     */
    public static Rollout of(Snapshot snapshot, Map<Duration, Integer> stages) {
        NavigableMap<Integer, Snapshot> snapshots = new TreeMap<>();
        snapshots.put(0, withRate(snapshot, 0));
        stages.forEach((at, rate) -> snapshots.put((int) at.toSeconds(), withRate(snapshot, rate)));
        return new Rollout(snapshots);
    }

    /** Returns the snapshot that is served at a second of the day. */
    Snapshot at(int second) {
        return Objects.requireNonNull(snapshots.floorEntry(second)).getValue();
    }

    private static Snapshot withRate(Snapshot snapshot, int rate) {
        return snapshot.withRules(snapshot.rules().all().stream()
                .map(rule -> isThrottled(rule.backgroundRate()) ? rule.withBackgroundRate(rate) : rule)
                .toList());
    }

    private static boolean isThrottled(@Nullable Integer rate) {
        return rate != null && rate > 0 && rate < ALL;
    }
}
