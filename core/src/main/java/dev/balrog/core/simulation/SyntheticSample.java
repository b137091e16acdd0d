// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.release.Release;
import dev.balrog.core.release.ResponseSpace;
import dev.balrog.core.release.Superblob;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Shutoff;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sample of requests that is derived from rules and releases, for want of recorded traffic: for
 * every rule, each way of satisfying it and each boundary of its conditions and releases. It covers
 * what can be told apart, not what is asked how often: all requests have the weight 1.
 */
public final class SyntheticSample {
    /** Largest number of requests to derive, unless another one is asked for. */
    public static final int DEFAULT_LIMIT = 20_000;

    /** Products to try on a rule for all products. */
    private static final int MAX_PRODUCTS = 8;

    private static final String SOME_PRODUCT = "Firefox";

    private static final int MIN_RULE_REQUESTS = 8;

    private final Snapshot before;
    private final Snapshot after;
    private final int limit;
    private final Map<String, Set<String>> channels = new TreeMap<>();

    /** Response spaces by identity of the release, since they are large and many rules share them. */
    private final IdentityHashMap<Release, ResponseSpace> spaces = new IdentityHashMap<>();

    private final Set<SampleRequest> requests = new LinkedHashSet<>();

    private SyntheticSample(Snapshot before, Snapshot after, int limit) {
        this.before = before;
        this.after = after;
        this.limit = limit;
        collectChannels(before);
        collectChannels(after);
    }

    /**
     * Returns a sample for a change. Deterministic: equal snapshots have equal samples.
     *
     * @param before rules and releases before the change
     * @param after rules and releases after it
     * @param limit largest number of requests; where it is too small, rules and products that
     *     change come first
     */
    public static List<SampleRequest> of(Snapshot before, Snapshot after, int limit) {
        SyntheticSample sample = new SyntheticSample(before, after, limit);
        sample.collect();
        return List.copyOf(sample.requests);
    }

    private void collectChannels(Snapshot snapshot) {
        for (Rule rule : snapshot.rules().all()) {
            if (rule.product() != null) {
                Set<String> ofProduct = channels.computeIfAbsent(rule.product(), _ -> new TreeSet<>());
                if (rule.channel() != null) {
                    ofProduct.add(ChannelPattern.parse(rule.channel()).text());
                }
            }
        }
        for (Shutoff shutoff : snapshot.shutoffs()) {
            channels.computeIfAbsent(shutoff.product(), _ -> new TreeSet<>()).add(shutoff.channel());
        }
        for (Pin pin : snapshot.pins()) {
            channels.computeIfAbsent(pin.product(), _ -> new TreeSet<>()).add(pin.channel());
        }
        channels.values().forEach(names -> names.removeIf(String::isEmpty));
    }

    /** Rule on one side of the change. */
    private record SidedRule(Rule rule, Snapshot snapshot) {}

    private void collect() {
        Set<Rule> rulesBefore = new HashSet<>(before.rules().all());
        Set<Rule> rulesAfter = new HashSet<>(after.rules().all());
        List<SidedRule> changed = new ArrayList<>();
        List<SidedRule> unchanged = new ArrayList<>();
        before.rules().all().forEach(rule -> {
            boolean same = rulesAfter.contains(rule) && hasSameReleases(rule);
            (same ? unchanged : changed).add(new SidedRule(rule, before));
        });
        after.rules().all().forEach(rule -> {
            if (!rulesBefore.contains(rule) || !hasSameReleases(rule)) {
                changed.add(new SidedRule(rule, after));
            }
        });
        Set<String> products = productsOfChange(changed);
        add(changed, 2);
        add(unchanged.stream().filter(place -> concerns(place, products)).toList(), 1);
        add(unchanged.stream().filter(place -> !concerns(place, products)).toList(), 1);
    }

    private static boolean concerns(SidedRule place, Set<String> products) {
        String product = place.rule.product();
        return product == null || products.contains(product);
    }

    private boolean hasSameReleases(Rule rule) {
        return identities(before, rule).equals(identities(after, rule));
    }

    /** Returns the releases of a rule as objects, which snapshots share where they are the same. */
    private static IdentityHashMap<Release, Boolean> identities(Snapshot snapshot, Rule rule) {
        IdentityHashMap<Release, Boolean> identities = new IdentityHashMap<>();
        releases(snapshot, rule).forEach(release -> identities.put(release, true));
        return identities;
    }

    private Set<String> productsOfChange(List<SidedRule> changed) {
        Set<String> products = changed.stream()
                .map(place -> place.rule.product())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        symmetricDifference(before.shutoffs(), after.shutoffs()).forEach(shutoff -> products.add(shutoff.product()));
        symmetricDifference(new HashSet<>(before.pins()), new HashSet<>(after.pins()))
                .forEach(pin -> products.add(pin.product()));
        return products;
    }

    private static <T> Set<T> symmetricDifference(Set<T> left, Set<T> right) {
        Set<T> difference = new HashSet<>(left);
        difference.addAll(right);
        difference.removeIf(element -> left.contains(element) && right.contains(element));
        return difference;
    }

    /**
     * Adds the requests of rules, an equal share of the remaining ones for each.
     *
     * @param reserve divisor of the remaining number, to leave some for others
     */
    private void add(List<SidedRule> places, int reserve) {
        if (places.isEmpty()) {
            return;
        }
        int share = Math.max(MIN_RULE_REQUESTS, (limit - requests.size()) / reserve / places.size());
        for (SidedRule place : places) {
            if (requests.size() >= limit) {
                return;
            }
            List<Release> releases = releases(place.snapshot, place.rule);
            for (String product : products(place.rule)) {
                Set<SampleRequest> ofRule = new RuleRequests(
                                place.rule,
                                product,
                                place.snapshot,
                                releases,
                                release -> spaces.computeIfAbsent(release, Release::responses),
                                channels.getOrDefault(product, Set.of()),
                                share)
                        .all();
                for (SampleRequest request : ofRule) {
                    if (requests.size() < limit) {
                        requests.add(request);
                    }
                }
            }
        }
    }

    private List<String> products(Rule rule) {
        if (rule.product() != null) {
            return List.of(rule.product());
        }
        return channels.isEmpty()
                ? List.of(SOME_PRODUCT)
                : channels.keySet().stream().limit(MAX_PRODUCTS).toList();
    }

    /**
     * Returns the releases that a rule maps to, with the parts of superblobs, which have the
     * platforms and locales.
     */
    private static List<Release> releases(Snapshot snapshot, Rule rule) {
        Map<String, Release> found = new HashMap<>();
        List<Release> ordered = new ArrayList<>();
        Stream.of(rule.mapping(), rule.fallbackMapping())
                .flatMap(Stream::ofNullable)
                .forEach(name -> add(snapshot, name, found, ordered));
        return ordered;
    }

    private static void add(Snapshot snapshot, String name, Map<String, Release> found, List<Release> ordered) {
        StoredRelease stored = snapshot.release(name);
        if (stored == null || found.putIfAbsent(name, stored.release()) != null) {
            return;
        }
        ordered.add(stored.release());
        if (stored.release() instanceof Superblob superblob) {
            superblob.blobs().forEach(part -> add(snapshot, part, found, ordered));
            snapshot.rules().all().stream()
                    .filter(rule ->
                            rule.product() != null && superblob.products().contains(rule.product()))
                    .flatMap(rule -> Stream.of(rule.mapping(), rule.fallbackMapping()))
                    .filter(Objects::nonNull)
                    .forEach(part -> add(snapshot, part, found, ordered));
        }
    }
}
