// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import dev.balrog.core.BadDataException;
import dev.balrog.core.path.UpdateWalk;
import dev.balrog.core.path.UpdateWalk.Walked;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateTarget;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.Responder;
import dev.balrog.core.simulation.Responder.Response;
import dev.balrog.core.simulation.RolloutSide;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.simulation.SyntheticSample;
import dev.balrog.core.snapshot.Shutoff;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generator of expectations for what a snapshot serves: one for each product, channel and platform
 * of the derived requests. Each demands what newer releases do not break: the newest version that
 * clients reach now, within as many steps. Formats without versions are demanded by name.
 */
public final class ExpectationGenerator {
    /** Largest number of requests of each generated expectation. */
    public static final int MAX_REQUESTS = 10;

    private static final int MAX_NAME = 96;
    /** Channel of clients of rules for all channels. */
    private static final String COMMON_CHANNEL = "release";

    private final Snapshot snapshot;
    private final Responder responder;

    private ExpectationGenerator(Snapshot snapshot, UrlPolicy policy) {
        this.snapshot = snapshot;
        this.responder = new Responder(policy);
    }

    /**
     * Returns expectations that the snapshot holds, in their JSON form. Deterministic: equal
     * snapshots have equal expectations.
     *
     * @param policy decides which URLs a response may contain
     * @param product the only product; empty for all
     * @param limit largest number of requests that are derived
     */
    public static ArrayNode generate(Snapshot snapshot, UrlPolicy policy, Optional<String> product, int limit) {
        return new ExpectationGenerator(snapshot, policy).generate(product, limit);
    }

    /** What an expectation is about. */
    private record Cell(String product, String channel, String platform) implements Comparable<Cell> {
        private static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::product).thenComparing(Cell::channel).thenComparing(Cell::platform);

        static Cell of(UpdateRequest request) {
            return new Cell(request.product(), request.channel(), platform(request.buildTarget()));
        }

        private static String platform(String buildTarget) {
            if (buildTarget.startsWith("WINNT")) {
                return "windows";
            }
            if (buildTarget.startsWith("Darwin")) {
                return "mac";
            }
            return buildTarget.startsWith("Linux") ? "linux" : "other";
        }

        @Override
        public int compareTo(Cell other) {
            return ORDER.compare(this, other);
        }

        String name() {
            String name = (product + '.' + channel + '.' + platform).replaceAll("[^A-Za-z0-9._-]", "-");
            String valid = name.matches("[A-Za-z0-9].*") ? name : "x" + name;
            return valid.length() <= MAX_NAME ? valid : valid.substring(0, MAX_NAME);
        }
    }

    /**
     * Updates of a client to their end.
     *
     * @param first response to the first request
     * @param version the last version
     * @param steps number of updates
     */
    private record Followed(SampleRequest request, Response first, String version, int steps) {}

    private ArrayNode generate(Optional<String> product, int limit) {
        Named named = Named.in(snapshot);
        Map<Cell, List<SampleRequest>> cells = new TreeMap<>();
        for (SampleRequest request : SyntheticSample.of(snapshot, snapshot, limit)) {
            UpdateRequest asked = request.request();
            if (asked.force() == Force.NONE
                    && asked.pin() == null
                    && asked.channel().equals(asked.fallbackChannel())
                    && named.has(asked)
                    && product.map(asked.product()::equals).orElse(true)
                    && isCarriedByUrl(request)) {
                cells.computeIfAbsent(Cell.of(asked), _ -> new ArrayList<>()).add(request);
            }
        }
        ArrayNode generated = JsonNodeFactory.instance.arrayNode();
        Set<String> names = new HashSet<>();
        cells.forEach((cell, requests) -> generate(cell, requests, names, generated));
        return generated;
    }

    /** Product or channel that the data names; a sample has others, too. */
    private record Named(Set<String> products, Set<String> channels) {
        static Named in(Snapshot snapshot) {
            Set<String> products = new HashSet<>();
            Set<String> channels = new HashSet<>(Set.of(COMMON_CHANNEL));
            for (Rule rule : snapshot.rules().all()) {
                if (rule.product() != null) {
                    products.add(rule.product());
                }
                if (rule.channel() != null) {
                    channels.add(ChannelPattern.parse(rule.channel()).text());
                }
            }
            for (Shutoff shutoff : snapshot.shutoffs()) {
                products.add(shutoff.product());
                channels.add(shutoff.channel());
            }
            return new Named(products, channels);
        }

        boolean has(UpdateRequest request) {
            return products.contains(request.product()) && channels.contains(request.channel());
        }
    }

    private static boolean isCarriedByUrl(SampleRequest request) {
        try {
            UpdateTarget target = UpdateTarget.parse(request.target());
            return target.format() == request.format() && target.request().equals(request.request());
        } catch (BadDataException notAUrl) {
            return false;
        }
    }

    private void generate(Cell cell, List<SampleRequest> requests, Set<String> names, ArrayNode generated) {
        List<Followed> followed = requests.stream()
                .map(this::follow)
                .filter(path -> !path.first.failed())
                .toList();
        VersionScheme scheme = VersionScheme.of(cell.product);
        Optional<String> newest = followed.stream()
                .filter(path -> path.steps > 0)
                .map(Followed::version)
                .filter(version -> scheme.compare(version, version).isPresent())
                .reduce((left, right) -> scheme.compare(left, right).orElse(0) >= 0 ? left : right);
        Optional<String> release = mostFrequentRelease(followed);
        ObjectNode expect = JsonNodeFactory.instance.objectNode();
        List<Followed> chosen;
        if (newest.isPresent()) {
            chosen = someOf(followed.stream()
                    .filter(path -> path.steps > 0
                            && scheme.compare(path.version, newest.get()).orElse(-1) >= 0)
                    .toList());
            int steps = chosen.stream().mapToInt(Followed::steps).max().orElse(1);
            expect.put("reaches", newest.get()).put("within", steps);
        } else if (release.isPresent()) {
            chosen = someOf(followed.stream()
                    .filter(path -> release.get().equals(path.first.served().release())
                            && path.first.served().isUpdate())
                    .toList());
            expect.put("release", release.get());
        } else {
            chosen = someOf(followed);
            expect.put("update", "none");
        }
        if (!chosen.isEmpty()) {
            ObjectNode expectation = generated.addObject().put("name", unused(cell.name(), names));
            ArrayNode urls = expectation.putArray("requests");
            chosen.forEach(path -> urls.addObject().put("url", path.request.target()));
            expectation.set("expect", expect);
        }
    }

    private static String unused(String name, Set<String> names) {
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private static Optional<String> mostFrequentRelease(List<Followed> followed) {
        Map<String, Long> counts = followed.stream()
                .filter(path -> path.first.served().isUpdate())
                .map(path -> String.valueOf(path.first.served().release()))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .reduce((left, right) -> left.getValue() >= right.getValue() ? left : right)
                .map(Map.Entry::getKey);
    }

    /** Returns one request for each version, as far as they are not too many. */
    private static List<Followed> someOf(List<Followed> paths) {
        Set<String> versions = new HashSet<>();
        return paths.stream()
                .filter(path -> versions.add(path.request.request().version()))
                .limit(MAX_REQUESTS)
                .toList();
    }

    private Followed follow(SampleRequest start) {
        UpdateWalk.Engine<Response> engine =
                UpdateWalk.Engine.of(request -> responder.respond(snapshot, request, RolloutSide.IN.sample()));
        Walked<Response> walked = UpdateWalk.follow(engine, start, ExpectationReader.MAX_STEPS, _ -> false);
        return new Followed(
                start,
                walked.steps().getFirst().response(),
                walked.end().request().version(),
                walked.updates());
    }
}
