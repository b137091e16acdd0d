// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.path.UpdatePath.Edge;
import dev.balrog.core.path.UpdatePath.End;
import dev.balrog.core.path.UpdatePath.Kind;
import dev.balrog.core.path.UpdatePath.Node;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Graph of updates: tells dead ends from the newest version, and unites versions that are treated alike. */
final class PathGraph {
    private final VersionScheme scheme;
    private final StartVersions versions;
    private final Optional<String> newest;

    PathGraph(VersionScheme scheme, StartVersions versions, Optional<String> newest) {
        this.scheme = scheme;
        this.versions = versions;
        this.newest = newest;
    }

    /** Versions that are treated alike. */
    private static final class Group {
        PathNode node;
        VersionRange range;

        Group(PathNode node, VersionRange range) {
            this.node = node;
            this.range = range;
        }
    }

    UpdatePath build(Collection<PathNode> nodes, List<ClientProfile> clients, boolean isCutOff) {
        Set<PathNode.Key> targets = new HashSet<>();
        nodes.forEach(node -> node.updates().keySet().forEach(update -> targets.add(update.to())));
        List<Group> groups = groups(nodes.stream()
                .filter(node -> targets.contains(node.key)
                        || !node.updates().isEmpty()
                        || !node.stops().isEmpty())
                .map(this::classified)
                .sorted(Comparator.comparing((PathNode node) -> node.key.version(), scheme.order())
                        .thenComparing(node -> node.key.release().orElse("")))
                .toList());
        Map<PathNode.Key, Integer> indices = new HashMap<>();
        for (Group group : groups) {
            indices.put(group.node.key, indices.size());
        }
        List<Edge> edges = new ArrayList<>();
        groups.forEach(group -> group.node.updates().forEach((update, takers) -> {
            Integer to = indices.get(update.to());
            if (to != null) {
                edges.add(new Edge(
                        indices.getOrDefault(group.node.key, 0),
                        to,
                        update.rule(),
                        update.rollout(),
                        update.backgroundRate(),
                        update.isLoop(),
                        takers.example(),
                        List.copyOf(takers.clients())));
            }
        }));
        Set<PathNode.Key> passed = passed(groups);
        return new UpdatePath(
                newest,
                clients,
                groups.stream()
                        .map(group -> node(group, passed.contains(group.node.key)))
                        .toList(),
                edges,
                isCutOff);
    }

    /** Returns a node whose ends are dead ends only where others get a newer version. */
    private PathNode classified(PathNode node) {
        PathNode classified = new PathNode(node.key);
        classified.buildIds.addAll(node.buildIds);
        node.updates().forEach(classified::add);
        node.stops()
                .forEach((stop, takers) -> classified.add(
                        stop.kind() == Kind.DEAD_END ? stop.as(kindOfNoUpdate(node.key.version())) : stop, takers));
        return classified;
    }

    private Kind kindOfNoUpdate(String version) {
        return newest.map(other -> scheme.compare(version, other).orElse(0) < 0 ? Kind.DEAD_END : Kind.NEWEST)
                .orElse(Kind.NOTHING_OFFERED);
    }

    /** Unites consecutive versions of no release with each other, and with a release next to them. */
    private List<Group> groups(List<PathNode> sorted) {
        List<Group> groups = new ArrayList<>();
        for (PathNode node : sorted) {
            VersionRange range = node.key.release().isPresent()
                    ? VersionRange.of(node.key.version())
                    : versions.range(node.key.version());
            Group last = groups.isEmpty() ? null : groups.getLast();
            boolean canUnite = last != null
                    && (last.node.key.release().isEmpty() || node.key.release().isEmpty())
                    && last.node.isLike(node);
            if (last == null || !canUnite) {
                groups.add(new Group(node, range));
                continue;
            }
            if (node.key.release().isPresent()) {
                node.addAll(last.node);
                last.node = node;
            } else {
                last.node.addAll(node);
            }
            last.range = last.range.through(range);
        }
        return groups;
    }

    /** Returns releases that clients are led to, not by a fallback mapping, and that lead them on. */
    private static Set<PathNode.Key> passed(List<Group> groups) {
        Map<PathNode.Key, Set<Integer>> arriving = new HashMap<>();
        for (Group group : groups) {
            group.node.updates().forEach((update, takers) -> {
                if (!update.isLoop() && update.rollout().orElse(RolloutSide.IN) == RolloutSide.IN) {
                    arriving.computeIfAbsent(update.to(), _ -> new HashSet<>()).addAll(takers.clients());
                }
            });
        }
        Set<PathNode.Key> passed = new HashSet<>();
        for (Group group : groups) {
            PathNode.Key key = group.node.key;
            Set<Integer> here = arriving.getOrDefault(key, Set.of());
            boolean leadsOn = group.node.updates().entrySet().stream()
                    .filter(entry ->
                            !entry.getKey().isLoop() && !entry.getKey().to().equals(key))
                    .anyMatch(entry -> entry.getValue().clients().stream().anyMatch(here::contains));
            if (leadsOn) {
                passed.add(key);
            }
        }
        return passed;
    }

    private static Node node(Group group, boolean isWatershed) {
        PathNode node = group.node;
        List<End> ends = node.stops().entrySet().stream()
                .map(entry -> end(entry.getKey(), entry.getValue()))
                .toList();
        return new Node(
                node.key.version(), group.range, node.key.release(), List.copyOf(node.buildIds), isWatershed, ends);
    }

    private static End end(PathNode.Stop stop, PathNode.Takers takers) {
        return new End(
                stop.kind(),
                stop.reason(),
                stop.rule(),
                stop.release(),
                stop.rollout(),
                takers.example(),
                List.copyOf(takers.clients()));
    }
}
