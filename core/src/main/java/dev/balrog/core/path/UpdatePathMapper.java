// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.path;

import dev.balrog.core.path.UpdatePath.Kind;
import dev.balrog.core.path.UpdateWalk.Step;
import dev.balrog.core.release.DesupportRelease;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.simulation.Responder;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps the update paths of a product and channel: from each version that rules and releases tell
 * apart, it asks for all kinds of clients, on both sides of each background rate, and again with
 * each build that is offered. Not thread-safe.
 */
public final class UpdatePathMapper {

    /**
     * Limits of a map; what exceeds them is cut off.
     *
     * @param clients largest number of kinds of clients
     * @param versions largest number of versions to start from
     * @param requests largest number of requests
     * @param updates largest number of consecutive updates
     */
    record Limits(int clients, int versions, int requests, int updates) {
        static final Limits DEFAULT = new Limits(80, 400, 60_000, 50);
    }

    private static final String OLDEST_VERSION = "0.0";
    private static final String NO_BUILD = "no_build";

    private final Responder responder;
    private final Limits limits;

    /** Creates a mapper for a server with this URL policy. */
    public UpdatePathMapper(UrlPolicy policy) {
        this(policy, Limits.DEFAULT);
    }

    UpdatePathMapper(UrlPolicy policy, Limits limits) {
        this.responder = new Responder(policy);
        this.limits = limits;
    }

    /** Returns the update paths of clients; without nodes where no rule is for their channel. */
    public UpdatePath map(Snapshot snapshot, PathQuery query) {
        Channel channel = new Channel(snapshot, query);
        Walks asked = new Walks(snapshot, channel, new PathClients(query, channel.rules, channel.variants).all());
        asked.run();
        Optional<String> newest = asked.newest();
        boolean isCutOff = asked.isCutOff;
        if (!query.properties().isEmpty()) {
            // What others get decides what is a dead end.
            Walks others = new Walks(
                    snapshot,
                    channel,
                    new PathClients(query.withoutProperties(), channel.rules, channel.variants).all());
            others.run();
            newest = channel.newer(newest, others.newest());
            isCutOff |= others.isCutOff;
        }
        return new PathGraph(channel.scheme, channel.versions, newest)
                .build(asked.nodes.values(), asked.clients, isCutOff);
    }

    /** Rules and releases of a product and channel. */
    private static final class Channel {
        final VersionScheme scheme;
        final List<Rule> rules;
        final List<StoredRelease> releases;
        final Set<Variant> variants = new LinkedHashSet<>();
        final Set<String> releaseVersions = new LinkedHashSet<>();
        final StartVersions versions;
        final Format format;

        Channel(Snapshot snapshot, PathQuery query) {
            scheme = VersionScheme.of(query.product());
            rules = snapshot.rules().all().stream()
                    .filter(rule -> rule.product() == null || rule.product().equals(query.product()))
                    .filter(rule -> rule.channel() == null || isFor(rule.channel(), query.channel()))
                    .toList();
            releases = rules.stream()
                    .flatMap(rule ->
                            Stream.of(Optional.ofNullable(rule.mapping()), Optional.ofNullable(rule.fallbackMapping())))
                    .flatMap(Optional::stream)
                    .distinct()
                    .flatMap(name -> Stream.ofNullable(snapshot.release(name)))
                    .toList();
            Set<String> told = new LinkedHashSet<>();
            for (StoredRelease stored : releases) {
                Set<String> seen = new HashSet<>();
                for (Variant variant : stored.release().responses().variants()) {
                    variants.add(new Variant(variant.buildTarget(), variant.locale(), ""));
                    if (seen.add(variant.buildTarget())) {
                        request(query, variant).ifPresent(client -> {
                            stored.release().build(client).ifPresent(build -> told.add(build.version()));
                            InstalledBuild.of(stored, client).ifPresent(build -> releaseVersions.add(build.version()));
                        });
                    }
                }
            }
            told.addAll(releaseVersions);
            versions = StartVersions.of(scheme, rules, told);
            format = releases.stream().anyMatch(stored -> stored.release() instanceof GuardianRelease)
                    ? Format.JSON
                    : Format.XML;
        }

        private static boolean isFor(String pattern, String channel) {
            return ChannelPattern.parse(pattern).matchesWithFallback(channel);
        }

        private static Optional<UpdateRequest> request(PathQuery query, Variant variant) {
            return ClientProfile.of(query.product(), OLDEST_VERSION)
                    .with(Condition.CHANNEL, query.channel())
                    .with(Condition.BUILD_TARGET, variant.buildTarget())
                    .with(Condition.LOCALE, variant.locale())
                    .request(Format.XML)
                    .map(SampleRequest::request);
        }

        boolean isReleaseVersion(String version) {
            return releaseVersions.stream()
                    .anyMatch(other -> scheme.compare(other, version).orElse(1) == 0);
        }

        Optional<String> newer(Optional<String> left, Optional<String> right) {
            if (left.isEmpty() || right.isEmpty()) {
                return left.or(() -> right);
            }
            return scheme.compare(left.get(), right.get()).orElse(0) >= 0 ? left : right;
        }
    }

    /** Client that has a version. */
    private record State(int client, PathNode.Key node, SampleRequest request) {}

    /** Walks of all clients from all versions; each state is asked once. */
    private final class Walks {
        private final Snapshot snapshot;
        private final Channel channel;
        private final Map<Long, Rule> rules = new LinkedHashMap<>();
        final List<ClientProfile> clients;
        final Map<PathNode.Key, PathNode> nodes = new LinkedHashMap<>();
        private final Set<State> seen = new HashSet<>();
        private final Deque<State> queue = new ArrayDeque<>();
        private int requests;
        boolean isCutOff;

        Walks(Snapshot snapshot, Channel channel, List<ClientProfile> clients) {
            this.snapshot = snapshot;
            this.channel = channel;
            this.clients = clients.subList(0, Math.min(limits.clients, clients.size()));
            this.isCutOff = clients.size() > limits.clients;
            channel.rules.forEach(rule -> rules.put(rule.id(), rule));
        }

        void run() {
            if (!channel.rules.isEmpty()) {
                addStarts();
            }
            for (int updates = 0; !queue.isEmpty(); updates++) {
                // All states that are reached by the same number of updates.
                List<State> level = List.copyOf(queue);
                queue.clear();
                for (State state : level) {
                    if (requests >= limits.requests) {
                        isCutOff = true;
                        return;
                    }
                    ask(state, updates);
                }
            }
        }

        private void addStarts() {
            List<String> versions = channel.versions.cellsOrNeighbors();
            if (versions.size() > limits.versions) {
                isCutOff = true;
                versions = versions.subList(versions.size() - limits.versions, versions.size());
            }
            for (String version : versions) {
                boolean isReleased = channel.isReleaseVersion(version);
                for (int client = 0; client < clients.size(); client++) {
                    Optional<SampleRequest> request =
                            clients.get(client).with(Condition.VERSION, version).request(channel.format);
                    if (request.isPresent()) {
                        if (isReleased) {
                            addBuilds(client, version, request.get());
                        } else {
                            add(new State(client, PathNode.Key.of(version), request.get()));
                        }
                    }
                }
            }
        }

        /** Adds a client with each build of a version, if there is any for it. */
        private void addBuilds(int client, String version, SampleRequest request) {
            for (StoredRelease stored : channel.releases) {
                Optional<OfferedBuild> build = InstalledBuild.of(stored, request.request());
                if (build.isPresent()
                        && channel.scheme
                                        .compare(build.get().version(), version)
                                        .orElse(1)
                                == 0) {
                    add(new State(
                            client, PathNode.Key.of(build.get().version(), stored.name()), request.after(build.get())));
                }
            }
        }

        private void add(State state) {
            PathNode node = nodes.computeIfAbsent(state.node, PathNode::new);
            if (seen.add(state)) {
                String buildId = state.request.request().buildId();
                if (state.node.release().isPresent() && buildId != null) {
                    node.buildIds.add(buildId);
                }
                queue.add(state);
            }
        }

        private Step<Response> step(State state, RolloutSide side) {
            requests++;
            return UpdateWalk.step(
                    new UpdateWalk.Engine<>() {
                        @Override
                        public Response ask(SampleRequest request) {
                            return responder.respond(snapshot, request, side.sample());
                        }

                        @Override
                        public @Nullable OfferedBuild offered(SampleRequest request, Response response) {
                            return response.build() == null || response.stored() == null
                                    ? null
                                    : InstalledBuild.of(response.stored(), request.request())
                                            .orElse(null);
                        }
                    },
                    state.request);
        }

        private void ask(State state, int updates) {
            Step<Response> in = step(state, RolloutSide.IN);
            if (!in.response().sampled()) {
                take(state, in, Optional.empty(), false, updates);
                return;
            }
            Step<Response> out = step(state, RolloutSide.OUT);
            if (in.response().served().equals(out.response().served())) {
                take(state, in, Optional.empty(), false, updates);
            } else {
                take(state, in, Optional.of(RolloutSide.IN), out.next() != null, updates);
                take(state, out, Optional.of(RolloutSide.OUT), in.next() != null, updates);
            }
        }

        private void take(
                State state, Step<Response> step, Optional<RolloutSide> side, boolean isOfferedElsewhere, int updates) {
            PathNode node = nodes.computeIfAbsent(state.node, PathNode::new);
            PathNode.Takers taker = PathNode.Takers.of(state.client, state.request.target());
            Response response = step.response();
            SampleRequest next = step.next();
            if (next == null || updates == limits.updates) {
                Kind kind = next == null ? kind(response, isOfferedElsewhere) : Kind.STEP_LIMIT;
                PathNode.Stop stop = stop(state, kind, response, side);
                if (!stop.reason().equals(NO_BUILD) || canHaveBuild(state)) {
                    node.add(stop, taker);
                }
                isCutOff |= kind == Kind.STEP_LIMIT;
                return;
            }
            PathNode.Key to = PathNode.Key.of(
                    next.request().version(),
                    response.stored() == null ? "" : response.stored().name());
            add(new State(state.client, to, next));
            long rule = response.rule().orElse(0L);
            node.add(new PathNode.Update(to, rule, side, rate(rule), step.isLoop()), taker);
            if (step.isLoop()) {
                node.add(stop(state, Kind.LOOP, response, side), taker);
            }
        }

        private int rate(long id) {
            Rule rule = rules.get(id);
            return rule == null || rule.backgroundRate() == null ? 0 : rule.backgroundRate();
        }

        private PathNode.Stop stop(State state, Kind kind, Response response, Optional<RolloutSide> side) {
            String reason = isWithoutBuild(state, response)
                    ? NO_BUILD
                    : response.served().outcome();
            return new PathNode.Stop(
                    kind,
                    reason,
                    response.rule(),
                    Optional.ofNullable(response.served().release()),
                    side);
        }

        /** Returns whether the release of the rule lacks the platform or locale of the client. */
        private boolean isWithoutBuild(State state, Response response) {
            Rule rule = response.rule().map(rules::get).orElse(null);
            if (rule == null
                    || rule.mapping() == null
                    || !response.served().outcome().equals("not_newer")) {
                return false;
            }
            StoredRelease stored = snapshot.release(rule.mapping());
            return stored != null
                    && stored.release().build(state.request.request()).isEmpty();
        }

        /**
         * Returns whether there are such clients: some release that is not newer has a build for their
         * platform and locale.
         */
        private boolean canHaveBuild(State state) {
            UpdateRequest request = state.request.request();
            return channel.releases.stream()
                    .flatMap(stored -> InstalledBuild.of(stored, request).stream())
                    .anyMatch(build -> channel.scheme
                                    .compare(build.version(), request.version())
                                    .orElse(0)
                            <= 0);
        }

        private static Kind kind(Response response, boolean isOfferedElsewhere) {
            if (response.failed()) {
                return Kind.ERROR;
            }
            if (response.stored() != null) {
                return response.stored().release() instanceof DesupportRelease ? Kind.UNSUPPORTED : Kind.UNVERSIONED;
            }
            return switch (response.served().outcome()) {
                case "shut_off" -> Kind.SHUT_OFF;
                case "throttled" -> Kind.ROLLOUT;
                case "no_mapping" -> Kind.HELD_BACK;
                // The graph tells them from the newest ones.
                default -> isOfferedElsewhere ? Kind.ROLLOUT : Kind.DEAD_END;
            };
        }

        Optional<String> newest() {
            Optional<String> newest = Optional.empty();
            for (PathNode node : nodes.values()) {
                for (PathNode.Update update : node.updates().keySet()) {
                    newest = channel.newer(newest, Optional.of(update.to().version()));
                }
            }
            return newest;
        }
    }
}
