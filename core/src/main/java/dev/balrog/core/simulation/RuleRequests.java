// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import static dev.balrog.core.rule.Condition.BUILD_ID;
import static dev.balrog.core.rule.Condition.BUILD_TARGET;
import static dev.balrog.core.rule.Condition.CHANNEL;
import static dev.balrog.core.rule.Condition.JAWS;
import static dev.balrog.core.rule.Condition.LOCALE;
import static dev.balrog.core.rule.Condition.MEMORY;
import static dev.balrog.core.rule.Condition.MIG64;
import static dev.balrog.core.rule.Condition.PRODUCT;
import static dev.balrog.core.rule.Condition.VERSION;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.RolloutSampler;
import dev.balrog.core.release.GuardianRelease;
import dev.balrog.core.release.KnownBuilds;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ResponseSpace;
import dev.balrog.core.release.Serving;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.ConditionBoundaries;
import dev.balrog.core.rule.ConditionBoundaries.Values;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.version.VersionScheme;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Requests for one rule and product: a client that the rule applies to, and clients that differ
 * from it in one property, at each boundary of the rule and of the releases that it maps to.
 */
final class RuleRequests {
    /** Version where neither the rule nor a release names any. */
    private static final String SOME_VERSION = "60.0";

    private static final String SOME_BUILD = "20000101000000";
    private static final String UNKNOWN_PIN = "1.";
    private static final String UNLISTED = "unlisted";
    private static final int MAX_FREE_VALUES = 24;

    private final Rule rule;
    private final Snapshot snapshot;
    private final List<Release> releases;
    private final List<ResponseSpace> spaces;
    private final VersionScheme scheme;
    private final Format format;
    private final Map<Condition, Values> boundaries = new EnumMap<>(Condition.class);
    private final Set<SampleRequest> requests = new LinkedHashSet<>();
    private final int limit;
    private ClientProfile client;

    /**
     * Prepares the requests of a rule.
     *
     * @param product product of the requests, which the rule is for
     * @param releases releases that the rule maps to, with the parts of superblobs
     * @param spaces returns the response space of a release
     * @param channels channels of the product
     * @param limit largest number of requests
     */
    RuleRequests(
            Rule rule,
            String product,
            Snapshot snapshot,
            List<Release> releases,
            Function<Release, ResponseSpace> spaces,
            Collection<String> channels,
            int limit) {
        this.rule = rule;
        this.snapshot = snapshot;
        this.releases = releases;
        this.spaces = releases.stream().map(spaces).toList();
        this.limit = limit;
        this.scheme = VersionScheme.of(product);
        this.format = releases.stream().anyMatch(GuardianRelease.class::isInstance)
                        && Stream.of(Condition.values())
                                .allMatch(condition -> condition.isSentForJson() || rule.get(condition) == null)
                ? Format.JSON
                : Format.XML;
        for (Condition condition : Condition.values()) {
            boundaries.put(condition, ConditionBoundaries.of(rule, condition, scheme, channels));
        }
        this.client = applying(ClientProfile.of(product, SOME_VERSION), channels);
        boundaries.replaceAll((condition, values) -> withFree(condition, values, channels));
    }

    /** Returns a client that the rule applies to, and that is offered a release if any can be. */
    private ClientProfile applying(ClientProfile start, Collection<String> channels) {
        ClientProfile applying = start;
        for (Condition condition : Condition.values()) {
            List<String> satisfying = values(condition).satisfying();
            if (!satisfying.isEmpty() && condition != PRODUCT) {
                applying = applying.with(condition, satisfying.getFirst());
            }
        }
        if (rule.channel() == null && !channels.isEmpty() && !channels.contains(applying.get(CHANNEL))) {
            applying = applying.with(CHANNEL, channels.iterator().next());
        }
        if (rule.memory() != null && values(MEMORY).satisfying().isEmpty()) {
            // Clients that don't send their memory satisfy every condition.
            applying = applying.without(MEMORY);
        }
        if (rule.mig64() != null) {
            applying = applying.with(MIG64, rule.mig64() ? "1" : "0");
        }
        if (rule.jaws() != null) {
            applying = applying.with(JAWS, rule.jaws() ? "1" : "0");
        }
        return withVersion(withVariant(applying));
    }

    /** Returns the client with a platform and locale of a release, as far as the rule allows. */
    private ClientProfile withVariant(ClientProfile profile) {
        List<ResponseSpace.Variant> candidates = variants()
                .filter(variant -> allows(BUILD_TARGET, variant.buildTarget()) && allows(LOCALE, variant.locale()))
                .toList();
        return candidates.stream()
                .map(variant -> with(profile, variant))
                .filter(candidate -> offered(candidate).findAny().isPresent())
                .findFirst()
                .orElseGet(() -> candidates.isEmpty() ? profile : with(profile, candidates.getFirst()));
    }

    private static ClientProfile with(ClientProfile profile, ResponseSpace.Variant variant) {
        return profile.with(BUILD_TARGET, variant.buildTarget()).with(LOCALE, variant.locale());
    }

    private boolean allows(Condition condition, String value) {
        List<String> satisfying = values(condition).satisfying();
        return satisfying.isEmpty() || satisfying.contains(value);
    }

    /** Returns the client with a version that the rule allows and that a release updates. */
    private ClientProfile withVersion(ClientProfile profile) {
        Set<String> candidates = new LinkedHashSet<>(values(VERSION).satisfying());
        if (rule.version() == null) {
            offered(profile).forEach(build -> candidates.addAll(scheme.neighbors(build.version())));
            candidates.add(SOME_VERSION);
        }
        return candidates.stream()
                .map(version -> profile.with(VERSION, version))
                .filter(candidate -> isServed(candidate))
                .findFirst()
                .orElseGet(() -> candidates.isEmpty()
                        ? profile
                        : profile.with(VERSION, candidates.iterator().next()));
    }

    private boolean isServed(ClientProfile profile) {
        Optional<UpdateRequest> request = profile.request(format).map(SampleRequest::request);
        return request.isPresent()
                && releases.stream().anyMatch(release -> {
                    try {
                        return release.serving(request.get()) == Serving.YES;
                    } catch (BadDataException unanswerable) {
                        return false;
                    }
                });
    }

    private Values values(Condition condition) {
        return boundaries.getOrDefault(condition, Values.NONE);
    }

    private Stream<ResponseSpace.Variant> variants() {
        return spaces.stream().flatMap(space -> space.variants().stream());
    }

    private Stream<OfferedBuild> offered(ClientProfile profile) {
        Optional<UpdateRequest> request = profile.request(format).map(SampleRequest::request);
        return request.stream().flatMap(asked -> releases.stream().flatMap(release -> release.build(asked).stream()));
    }

    /** Returns the values of a condition, with those that the releases distinguish. */
    private Values withFree(Condition condition, Values values, Collection<String> channels) {
        Set<String> satisfying = new LinkedHashSet<>(values.satisfying());
        Set<String> others = new LinkedHashSet<>(values.others());
        boolean free = satisfying.isEmpty() && others.isEmpty();
        switch (condition) {
            case BUILD_TARGET -> {
                if (free) {
                    addSome(satisfying, variants().map(ResponseSpace.Variant::buildTarget));
                    others.add(UNLISTED);
                }
            }
            case LOCALE -> {
                if (free) {
                    variants()
                            .filter(variant -> variant.buildTarget().equals(client.get(BUILD_TARGET)))
                            .forEach(variant -> satisfying.add(variant.locale()));
                    others.add(UNLISTED);
                }
            }
            case CHANNEL -> {
                ChannelPattern pattern = rule.channel() == null ? null : ChannelPattern.parse(rule.channel());
                addSome(
                        satisfying,
                        channels.stream().filter(channel -> pattern == null || pattern.matchesWithFallback(channel)));
            }
            case VERSION -> {
                offered(client).forEach(build -> others.addAll(scheme.neighbors(build.version())));
                addSome(others, spaces.stream().flatMap(space -> space.versions().stream()));
            }
            case BUILD_ID -> {
                addSome(others, spaces.stream().flatMap(space -> space.buildIds().stream()));
                addSome(others, partialBuilds());
            }
            default -> {}
        }
        return new Values(List.copyOf(satisfying), List.copyOf(others));
    }

    private static void addSome(Set<String> values, Stream<String> more) {
        more.distinct().sorted().limit(MAX_FREE_VALUES).forEach(values::add);
    }

    /** Returns the builds that partial updates of the releases start from. */
    private Stream<String> partialBuilds() {
        return releases.stream()
                .flatMap(release -> release.partialSources().stream())
                .flatMap(source -> {
                    KnownBuilds builds = snapshot.builds(source);
                    return builds == null
                            ? Stream.empty()
                            : Stream.ofNullable(builds.buildId(client.get(BUILD_TARGET), client.get(LOCALE)));
                });
    }

    /** Returns the requests, those of the rule itself first. */
    Set<SampleRequest> all() {
        add(client);
        addForced(client);
        boundaries.forEach((condition, values) -> {
            values.satisfying().forEach(value -> add(client.with(condition, value)));
            values.others().forEach(value -> add(client.with(condition, value)));
        });
        addUnknown();
        addPins();
        addNewestBuilds();
        addVariants();
        return requests;
    }

    /** Adds a client for each platform and locale of the releases. */
    private void addVariants() {
        for (ResponseSpace space : spaces) {
            for (ResponseSpace.Variant variant : space.variants()) {
                if (requests.size() >= limit) {
                    return;
                }
                add(with(client, variant));
            }
        }
    }

    private void addForced(ClientProfile profile) {
        if (rule.backgroundRate() == null || rule.backgroundRate() < RolloutSampler.SAMPLES) {
            add(profile.with(Force.MAPPING));
            add(profile.with(Force.FALLBACK_MAPPING));
        }
    }

    /** Adds clients that don't send something that the rule looks at, or send the opposite. */
    private void addUnknown() {
        if (rule.memory() != null) {
            add(client.without(MEMORY));
        }
        if (rule.mig64() != null) {
            add(client.with(MIG64, rule.mig64() ? "0" : "1"));
            add(client.without(MIG64));
        }
        if (rule.jaws() != null) {
            add(client.with(JAWS, rule.jaws() ? "0" : "1"));
            add(client.without(JAWS));
        }
    }

    private void addPins() {
        String channel = UpdateRequest.fallbackChannel(client.get(CHANNEL));
        Set<String> versions = new TreeSet<>();
        for (Pin pin : snapshot.pins()) {
            if (pin.product().equals(client.get(PRODUCT)) && pin.channel().equals(channel)) {
                versions.add(pin.version());
            }
        }
        versions.forEach(version -> add(client.withPin(version)));
        if (!versions.isEmpty()) {
            add(client.withPin(UNKNOWN_PIN));
        }
    }

    /** Adds clients that already have a version that is offered, in an older and the same build. */
    private void addNewestBuilds() {
        offered(client).distinct().forEach(build -> {
            ClientProfile updated = client.with(VERSION, build.version());
            add(updated.with(BUILD_ID, SOME_BUILD));
            if (build.buildId() != null) {
                add(updated.with(BUILD_ID, build.buildId()));
            }
        });
    }

    private void add(ClientProfile profile) {
        if (requests.size() < limit) {
            profile.request(format).ifPresent(requests::add);
        }
    }
}
