// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.handlers;

import dev.balrog.core.path.UpdatePath;
import dev.balrog.core.path.UpdatePath.Edge;
import dev.balrog.core.path.UpdatePath.End;
import dev.balrog.core.path.UpdatePath.Node;
import dev.balrog.core.path.VersionRange;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.RolloutSide;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Update paths in the form of the API. */
final class UpdatePathJson {
    /** Properties that a client has at a node, not in itself. */
    private static final Set<Condition> OF_REQUEST =
            EnumSet.of(Condition.PRODUCT, Condition.CHANNEL, Condition.VERSION, Condition.BUILD_ID);

    private UpdatePathJson() {}

    static ObjectNode of(UpdatePath path) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("newest", path.newest().orElse(null));
        ArrayNode clients = json.putArray("clients");
        path.clients().forEach(client -> put(clients.addObject(), client));
        ArrayNode nodes = json.putArray("nodes");
        path.nodes().forEach(node -> put(nodes.addObject(), node));
        ArrayNode edges = json.putArray("edges");
        path.edges().forEach(edge -> put(edges.addObject(), edge));
        return json.put("cut_off", path.isCutOff());
    }

    private static void put(ObjectNode json, ClientProfile client) {
        client.properties().forEach((condition, value) -> {
            if (!OF_REQUEST.contains(condition)) {
                json.put(condition.column(), value);
            }
        });
    }

    private static void put(ObjectNode json, Node node) {
        json.put("version", node.version());
        VersionRange range = node.range();
        json.putObject("range")
                .put("low", range.low().orElse(null))
                .put("low_included", range.isLowIncluded())
                .put("high", range.high().orElse(null))
                .put("high_included", range.isHighIncluded());
        json.put("release", node.release().orElse(null));
        node.buildIds().forEach(json.putArray("build_ids")::add);
        json.put("watershed", node.isWatershed());
        ArrayNode ends = json.putArray("ends");
        node.ends().forEach(end -> put(ends.addObject(), end));
    }

    private static void put(ObjectNode json, Edge edge) {
        json.put("from", edge.from())
                .put("to", edge.to())
                .put("rule", edge.rule())
                .put("rollout", edge.rollout().map(RolloutSide::text).orElse(null))
                .put("background_rate", edge.backgroundRate())
                .put("loop", edge.isLoop())
                .put("example", edge.example());
        put(json, edge.clients());
    }

    private static void put(ObjectNode json, End end) {
        json.put("kind", end.kind().text())
                .put("reason", end.reason())
                .put("rule", end.rule().orElse(null))
                .put("release", end.release().orElse(null))
                .put("rollout", end.rollout().map(RolloutSide::text).orElse(null))
                .put("example", end.example());
        put(json, end.clients());
    }

    private static void put(ObjectNode json, List<Integer> clients) {
        clients.forEach(json.putArray("clients")::add);
    }
}
