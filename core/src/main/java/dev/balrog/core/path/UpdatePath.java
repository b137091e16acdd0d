// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.RolloutSide;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Updates of the clients of a product and channel, from any version to the newest, as a graph.
 *
 * @param newest the newest version that any client of the product and channel is offered; empty
 *     where none is offered any
 * @param clients the clients that were asked for, each of which stands for those alike
 * @param nodes versions, the oldest first
 * @param edges updates
 * @param isCutOff whether the graph lacks some of it, since it would be too large
 */
public record UpdatePath(
        Optional<String> newest, List<ClientProfile> clients, List<Node> nodes, List<Edge> edges, boolean isCutOff) {
    public UpdatePath {
        clients = List.copyOf(clients);
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * Versions whose clients are treated alike.
     *
     * @param version a version of the range
     * @param range all versions that the node stands for
     * @param release release with the version; empty for versions of no release of the channel
     * @param buildIds build ids of the release, for its platforms, sorted
     * @param isWatershed whether older clients have to pass it before they get anything newer
     * @param ends clients that get no further from here
     */
    public record Node(
            String version,
            VersionRange range,
            Optional<String> release,
            List<String> buildIds,
            boolean isWatershed,
            List<End> ends) {
        public Node {
            buildIds = List.copyOf(buildIds);
            ends = List.copyOf(ends);
        }
    }

    /**
     * Update that clients of one node are offered.
     *
     * @param from index of the node before
     * @param to index of the node after
     * @param rule id of the rule that offers it
     * @param rollout side of the background rate on which it is offered; empty where none decides
     * @param backgroundRate background rate of the rule, in percent
     * @param isLoop whether the version or build after it is not newer
     * @param example request target of one of the clients
     * @param clients indices of the clients
     */
    public record Edge(
            int from,
            int to,
            long rule,
            Optional<RolloutSide> rollout,
            int backgroundRate,
            boolean isLoop,
            String example,
            List<Integer> clients) {
        public Edge {
            clients = List.copyOf(clients);
        }
    }

    /**
     * End of the path of some clients.
     *
     * @param reason the outcome of their request, such as {@code not_newer}
     * @param rule id of the rule that decided; empty where none did
     * @param release name of the release that is offered, missing or at fault; empty for none
     * @param rollout side of the background rate; empty where none decides
     * @param example request target of one of the clients
     * @param clients indices of the clients
     */
    public record End(
            Kind kind,
            String reason,
            Optional<Long> rule,
            Optional<String> release,
            Optional<RolloutSide> rollout,
            String example,
            List<Integer> clients) {
        public End {
            clients = List.copyOf(clients);
        }
    }

    /** Kind of an end. */
    public enum Kind {
        /** No client of the channel is offered anything newer. */
        NEWEST,
        /** The client gets no update, though others of the channel get a newer version. */
        DEAD_END,
        /** A rule without mapping matches the client, so that it gets no update on purpose. */
        HELD_BACK,
        /** The client gets the update when the background rate includes it. */
        ROLLOUT,
        /** No client of the channel is offered an update. */
        NOTHING_OFFERED,
        /** An emergency shutoff is active. */
        SHUT_OFF,
        /** The client is told that its system is no longer supported. */
        UNSUPPORTED,
        /** The client is offered something without a version, such as add-ons. */
        UNVERSIONED,
        /** The client is offered what is not newer, again and again. */
        LOOP,
        /** The client was offered as many updates as are followed. */
        STEP_LIMIT,
        /** The response is status 400. */
        ERROR;

        /** Returns the name in the API. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
