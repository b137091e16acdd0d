// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.path.UpdatePath.Kind;
import dev.balrog.core.simulation.RolloutSide;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Node of a graph of updates while it is built: what the clients of a version are offered. */
final class PathNode {
    final Key key;
    final SortedSet<String> buildIds = new TreeSet<>();
    private final Map<Update, Takers> updates = new LinkedHashMap<>();
    private final Map<Stop, Takers> stops = new LinkedHashMap<>();

    PathNode(Key key) {
        this.key = key;
    }

    /**
     * Identity of a node.
     *
     * @param release name of the release that has the version; empty for none
     */
    record Key(String version, Optional<String> release) {
        static Key of(String version) {
            return new Key(version, Optional.empty());
        }

        static Key of(String version, String release) {
            return new Key(version, Optional.of(release));
        }
    }

    /** Update to another node. */
    record Update(Key to, long rule, Optional<RolloutSide> rollout, int backgroundRate, boolean isLoop) {}

    /** End of a path, without the clients. */
    record Stop(
            Kind kind, String reason, Optional<Long> rule, Optional<String> release, Optional<RolloutSide> rollout) {
        Stop as(Kind other) {
            return new Stop(other, reason, rule, release, rollout);
        }
    }

    /**
     * Clients that get the same.
     *
     * @param example request target of one of them
     */
    record Takers(String example, SortedSet<Integer> clients) {
        Takers with(Takers others) {
            SortedSet<Integer> all = new TreeSet<>(clients);
            all.addAll(others.clients);
            return new Takers(example, all);
        }

        static Takers of(int client, String example) {
            return new Takers(example, new TreeSet<>(Set.of(client)));
        }
    }

    void add(Update update, Takers takers) {
        updates.merge(update, takers, Takers::with);
    }

    void add(Stop stop, Takers takers) {
        stops.merge(stop, takers, Takers::with);
    }

    Map<Update, Takers> updates() {
        return updates;
    }

    Map<Stop, Takers> stops() {
        return stops;
    }

    /** Adds what the clients of another node are offered. */
    void addAll(PathNode other) {
        buildIds.addAll(other.buildIds);
        other.updates.forEach(this::add);
        other.stops.forEach(this::add);
    }

    /** Returns whether both have common clients, and these are offered the same. */
    boolean isLike(PathNode other) {
        Map<Integer, Set<Object>> own = outcomes();
        Map<Integer, Set<Object>> others = other.outcomes();
        Set<Integer> common = new HashSet<>(own.keySet());
        common.retainAll(others.keySet());
        return !common.isEmpty()
                && common.stream()
                        .allMatch(client ->
                                own.getOrDefault(client, Set.of()).equals(others.getOrDefault(client, Set.of())));
    }

    private Map<Integer, Set<Object>> outcomes() {
        Map<Integer, Set<Object>> outcomes = new HashMap<>();
        updates.forEach((update, takers) -> add(outcomes, update, takers));
        stops.forEach((stop, takers) -> add(outcomes, stop, takers));
        return outcomes;
    }

    private static void add(Map<Integer, Set<Object>> outcomes, Object outcome, Takers takers) {
        takers.clients.forEach(
                client -> outcomes.computeIfAbsent(client, _ -> new HashSet<>()).add(outcome));
    }
}
