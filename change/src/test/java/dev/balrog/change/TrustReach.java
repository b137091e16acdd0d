// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.change.TrustState.Fields;
import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that clients can be given in one state: a second implementation of reachability, by content, that shares
 * no code with the engine.
 */
final class TrustReach {
    private static final List<String> NOT_SERVED = List.of("data_version", "comment", "alias", "read_only");
    private static final Map<String, Parsed> PARSED = new ConcurrentHashMap<>();
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final TrustState state;
    private final Map<String, Release> releases = new HashMap<>();
    private final Map<Place, Served> served = new HashMap<>();

    /** Clients of one product on one channel. */
    record Place(String product, String channel) {
        /** Returns the channel without its partner. */
        String fallback() {
            int partner = channel.indexOf("-cck-");
            return partner < 0 ? channel : channel.substring(0, partner);
        }

        /** Returns whether a channel or pattern of a rule or required signoff covers the place. */
        boolean isCoveredBy(String pattern) {
            return matches(pattern, channel) || matches(pattern, fallback());
        }
    }

    /**
     * What clients of a place can be served.
     *
     * @param offers rules that may apply, and all that they reach, by content
     * @param mapped releases that these rules map to, each with all that it reaches
     * @param pins the same for the release of each pin
     * @param shutoffs emergency shutoffs in force
     */
    record Served(Set<String> offers, Set<String> mapped, Map<String, String> pins, Set<String> shutoffs) {}

    private record Parsed(String canonical, List<String> blobs, List<String> products) {}

    private record Release(String content, List<String> blobs, List<String> products) {}

    TrustReach(TrustState state) {
        this.state = state;
        for (Entity entity : List.of(Entity.RELEASES, Entity.RELEASES_JSON, Entity.RELEASE_ASSETS)) {
            for (Fields row : state.rows(entity)) {
                Parsed data = parse(row.text("data"));
                String part = entity + " " + row.text("product") + " " + row.text("path") + " " + data.canonical;
                releases.merge(
                        row.text("name"),
                        new Release(part, data.blobs, data.products),
                        (one, other) -> new Release(
                                one.content.compareTo(other.content) < 0
                                        ? one.content + "\n" + other.content
                                        : other.content + "\n" + one.content,
                                union(one.blobs, other.blobs),
                                union(one.products, other.products)));
            }
        }
    }

    TrustState state() {
        return state;
    }

    boolean exists(String release) {
        return releases.containsKey(release);
    }

    Served served(Place place) {
        return served.computeIfAbsent(place, this::serve);
    }

    private Served serve(Place place) {
        Set<String> offers = new TreeSet<>();
        Set<String> names = new HashSet<>();
        Predicate<Fields> applies =
                rule -> rule.textOrNull("channel") == null || place.isCoveredBy(rule.text("channel"));
        Deque<String> roots = new ArrayDeque<>();
        addRules(place.product(), applies, offers, roots);
        roots.forEach(names::add);
        follow(roots, applies, offers);
        Set<String> mapped = new TreeSet<>();
        names.forEach(name -> mapped.add(closure(List.of(name))));
        Map<String, String> pins = new TreeMap<>();
        for (Fields pin : state.rows(Entity.PINNABLE_RELEASES)) {
            if (pin.text("product").equals(place.product()) && isChannelOf(pin, place)) {
                pins.put(pin.bare(NOT_SERVED), closure(List.of(pin.text("mapping"))));
            }
        }
        Set<String> shutoffs = new TreeSet<>();
        for (Fields shutoff : state.rows(Entity.EMERGENCY_SHUTOFFS)) {
            if (shutoff.text("product").equals(place.product()) && isChannelOf(shutoff, place)) {
                shutoffs.add(shutoff.text("channel"));
            }
        }
        return new Served(offers, mapped, pins, shutoffs);
    }

    private static boolean isChannelOf(Fields row, Place place) {
        return row.text("channel").equals(place.channel())
                || row.text("channel").equals(place.fallback());
    }

    /** Returns some releases and all that they reach, by content. */
    String closure(List<String> names) {
        Set<String> reached = new TreeSet<>();
        follow(new ArrayDeque<>(names), _ -> true, reached);
        return String.join("\n", reached);
    }

    /** Returns the names of some releases and of all that they reach. */
    Set<String> names(List<String> roots) {
        return follow(new ArrayDeque<>(roots), _ -> true, new TreeSet<>());
    }

    private Set<String> follow(Deque<String> open, Predicate<Fields> applies, Set<String> reached) {
        Set<String> seen = new HashSet<>();
        Set<String> products = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (name.isEmpty() || !seen.add(name)) {
                continue;
            }
            @Nullable Release release = releases.get(name);
            reached.add("release " + name + ": " + (release == null ? "missing" : release.content));
            if (release != null) {
                open.addAll(release.blobs);
                for (String product : release.products) {
                    if (products.add(product)) {
                        addRules(product, applies, reached, open);
                    }
                }
            }
        }
        return seen;
    }

    private void addRules(String product, Predicate<Fields> applies, Set<String> reached, Deque<String> open) {
        for (Fields rule : state.rows(Entity.RULES)) {
            String own = rule.textOrNull("product");
            if ((own == null || own.equals(product)) && applies.test(rule)) {
                reached.add("rule " + rule.bare(NOT_SERVED));
                open.add(rule.text("mapping"));
                open.add(rule.text("fallbackMapping"));
            }
        }
    }

    /** Returns JSON as a string in which the order of members and the notation of numbers do not show. */
    static String canonical(String json) {
        return parse(json).canonical;
    }

    static List<String> blobs(String json) {
        return parse(json).blobs;
    }

    private static Parsed parse(String json) {
        return PARSED.computeIfAbsent(json, text -> {
            if (text.isEmpty()) {
                return new Parsed("", List.of(), List.of());
            }
            JsonNode tree = JsonMapper.shared().readTree(text);
            return new Parsed(write(tree), strings(tree.path("blobs")), strings(tree.path("products")));
        });
    }

    private static String write(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, String> members = new TreeMap<>();
            node.forEachEntry((name, value) -> members.put(name, write(value)));
            return members.toString();
        }
        if (node.isArray()) {
            return node.valueStream().map(TrustReach::write).toList().toString();
        }
        return node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.toString();
    }

    private static List<String> strings(JsonNode list) {
        return list.isArray()
                ? list.valueStream().map(value -> value.asString("")).toList()
                : List.of();
    }

    private static List<String> union(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    static boolean matches(String pattern, String channel) {
        if (!pattern.endsWith("*")) {
            return pattern.equals(channel);
        }
        return pattern.length() >= 3
                && PATTERNS.computeIfAbsent(
                                pattern,
                                text -> Pattern.compile("^"
                                        + text.substring(0, text.length() - 1)
                                                .replace(".", "\\.")
                                                .replace("*", "\\*")
                                        + ".*$"))
                        .matcher(channel)
                        .lookingAt();
    }
}
