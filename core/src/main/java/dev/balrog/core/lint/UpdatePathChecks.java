// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import static dev.balrog.core.lint.ServedReleases.compare;

import dev.balrog.core.decision.Decision;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.path.StartVersions;
import dev.balrog.core.path.UpdateWalk;
import dev.balrog.core.path.UpdateWalk.Walked;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.request.UpdateUrl.Format;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.SampleRequest;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.VersionScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the updates of common clients of a product to their end, channel by channel: from each
 * version that conditions and releases distinguish, and from each build of each release. Rollouts
 * count as complete.
 */
final class UpdatePathChecks {
    private static final int MAX_STEPS = 50;
    /** Bound of the builds that are followed for each product. */
    private static final int MAX_BUILDS = 200_000;

    private final String product;
    private final VersionScheme scheme;
    private final Snapshot snapshot;
    private final ServedReleases releases;
    private final Findings findings;
    private final List<OfProduct> rules;
    private final Map<GapKey, Gap> gaps = new LinkedHashMap<>();
    private final Map<BuildKey, MissingBuilds> missing = new LinkedHashMap<>();
    private int builds;

    UpdatePathChecks(String product, Snapshot snapshot, ServedReleases releases, Findings findings) {
        this.product = product;
        this.scheme = VersionScheme.of(product);
        this.snapshot = snapshot;
        this.releases = releases;
        this.findings = findings;
        this.rules = snapshot.rules().all().stream()
                .filter(rule -> rule.product() == null || rule.product().equals(product))
                .map(rule ->
                        new OfProduct(rule, Optional.ofNullable(rule.channel()).map(ChannelPattern::parse)))
                .toList();
    }

    private record OfProduct(Rule rule, Optional<ChannelPattern> channel) {}

    /**
     * End of a sequence of updates.
     *
     * @param request the last request of the client
     * @param steps number of updates
     * @param decision the response to the last request; null where it is status 400
     */
    private record End(
            UpdateRequest request, int steps, @Nullable Decision decision) {}

    private record GapKey(Optional<Long> rule, Reason reason, String newest) {}

    private static final class Gap {
        final Set<String> versions = new LinkedHashSet<>();
        final Set<String> channels = new TreeSet<>();
        final UpdateRequest example;

        Gap(UpdateRequest example) {
            this.example = example;
        }
    }

    private record BuildKey(long rule, String release) {}

    private static final class MissingBuilds {
        final Set<String> platforms = new TreeSet<>();
        final Set<String> locales = new TreeSet<>();
        final Set<String> from = new TreeSet<>();
        final UpdateRequest example;

        MissingBuilds(UpdateRequest example) {
            this.example = example;
        }
    }

    void check() {
        for (String channel : channels()) {
            if (!snapshot.isShutOff(product, channel)) {
                new OfChannel(channel).check();
            }
        }
        gaps.forEach(this::report);
        missing.forEach(this::report);
    }

    private Set<String> channels() {
        Set<String> channels = new TreeSet<>();
        rules.stream()
                .flatMap(rule -> rule.channel.stream())
                .filter(pattern -> pattern.problem().isEmpty() && !pattern.isRegularExpression())
                .map(ChannelPattern::text)
                .filter(channel -> !channel.isEmpty())
                .forEach(channels::add);
        return channels;
    }

    /** Checks of one channel. */
    private final class OfChannel implements UpdateWalk.Engine<Optional<Decision>> {
        private final String channel;
        private final List<StoredRelease> offered;

        OfChannel(String channel) {
            this.channel = channel;
            Map<String, StoredRelease> byName = new TreeMap<>();
            ofChannel()
                    .forEach(rule -> releases.of(rule)
                            .filter(stored -> product.equals(stored.product()))
                            .filter(stored ->
                                    releases.usualBuild(stored.release()).isPresent())
                            .forEach(stored -> byName.put(stored.name(), stored)));
            this.offered = List.copyOf(byName.values());
        }

        private Stream<Rule> ofChannel() {
            return rules.stream()
                    .filter(rule -> rule.channel.isEmpty() || rule.channel.get().matches(channel))
                    .map(OfProduct::rule);
        }

        private String version(StoredRelease stored) {
            return releases.usualBuild(stored.release()).orElseThrow().version();
        }

        void check() {
            Optional<StoredRelease> last = offered.stream()
                    .reduce((left, right) -> compare(scheme, version(left), version(right)) >= 0 ? left : right);
            Optional<Variant> variant = last.flatMap(stored -> releases.usualVariant(stored.release()));
            if (variant.isEmpty()) {
                return;
            }
            List<End> ends = versions().stream()
                    .map(version -> follow(client(version, ServedReleases.OLD_BUILD, variant.get())))
                    .toList();
            Optional<String> newest = ends.stream()
                    .filter(end -> end.steps > 0)
                    .map(end -> end.request.version())
                    .reduce((left, right) -> compare(scheme, left, right) >= 0 ? left : right);
            if (newest.isPresent()) {
                ends.forEach(end -> addGap(end, newest.get()));
                offered.stream()
                        .filter(stored -> compare(scheme, version(stored), newest.get()) < 0)
                        .forEach(stored -> checkBuilds(stored, newest.get()));
            }
        }

        private List<String> versions() {
            return StartVersions.of(
                            scheme,
                            ofChannel().toList(),
                            offered.stream().map(this::version).toList())
                    .cells()
                    .orElse(List.of());
        }

        private UpdateRequest client(String version, @Nullable String buildId, Variant variant) {
            return ServedReleases.client(
                    product,
                    version,
                    buildId == null ? ServedReleases.OLD_BUILD : buildId,
                    variant.buildTarget(),
                    variant.locale(),
                    channel);
        }

        private End follow(UpdateRequest start) {
            Walked<Optional<Decision>> walked =
                    UpdateWalk.follow(this, new SampleRequest(Format.XML, start, 1), MAX_STEPS, _ -> false);
            Optional<Decision> last = walked.lastResponse();
            return new End(walked.end().request(), walked.updates(), last == null ? null : last.orElse(null));
        }

        @Override
        public Optional<Decision> ask(SampleRequest request) {
            return Optional.ofNullable(releases.decide(request.request()));
        }

        @Override
        public @Nullable OfferedBuild offered(SampleRequest request, Optional<Decision> decision) {
            return decision.orElse(null) instanceof Update update
                    ? update.release().release().build(request.request()).orElse(null)
                    : null;
        }

        private void addGap(End end, String newest) {
            if (!(end.decision instanceof NoUpdate none) || compare(scheme, end.request.version(), newest) >= 0) {
                return;
            }
            boolean isGap = switch (none.reason()) {
                case NO_RULE_APPLIES -> true;
                // A release without the platform of a made-up client is no mistake.
                case NOT_NEWER ->
                    none.decidedBy().filter(rule -> hasBuild(rule, end.request)).isPresent();
                // It is on purpose, or another check reports it.
                case SHUT_OFF, NO_MAPPING, THROTTLED, NO_SUCH_RELEASE, INCOMPLETE_SUPERBLOB -> false;
            };
            if (isGap) {
                Gap gap = gaps.computeIfAbsent(
                        new GapKey(none.decidedBy().map(Rule::id), none.reason(), newest), _ -> new Gap(end.request));
                gap.versions.add(end.request.version());
                gap.channels.add(channel);
            }
        }

        private boolean hasBuild(Rule rule, UpdateRequest request) {
            return releases.of(rule)
                    .anyMatch(stored -> stored.release().build(request).isPresent());
        }

        /** Follows each build of a release by one update. */
        private void checkBuilds(StoredRelease stored, String newest) {
            List<Variant> variants = releases.variants(stored.release());
            builds += variants.size();
            Set<String> platforms = new HashSet<>();
            Set<String> locales = new HashSet<>();
            for (Variant variant : variants) {
                boolean isFirstOfPlatform = platforms.add(variant.buildTarget());
                boolean isFirstOfLocale = locales.add(variant.locale());
                if (!isFirstOfPlatform && !isFirstOfLocale && builds > MAX_BUILDS) {
                    continue;
                }
                ServedReleases.build(stored.release(), variant.buildTarget(), variant.locale())
                        .ifPresent(
                                build -> checkBuild(stored, client(build.version(), build.buildId(), variant), newest));
            }
        }

        private void checkBuild(StoredRelease from, UpdateRequest request, String newest) {
            switch (releases.decide(request)) {
                case Update(Rule rule, StoredRelease to)
                when ServedReleases.hasBuilds(to.release())
                        && to.release().build(request).isEmpty() -> addMissing(rule, from, to, request);
                case NoUpdate none
                when none.reason() == Reason.NOT_NEWER -> {
                    Rule rule = none.decidedBy().orElseThrow();
                    StoredRelease to = snapshot.release(String.valueOf(rule.mapping()));
                    if (to != null
                            && !to.name().equals(from.name())
                            && to.release().build(request).isEmpty()) {
                        addMissing(rule, from, to, request);
                    } else {
                        addGap(new End(request, 0, none), newest);
                    }
                }
                case NoUpdate none -> addGap(new End(request, 0, none), newest);
                case Update _ -> {}
                case null -> {}
            }
        }

        private void addMissing(Rule rule, StoredRelease from, StoredRelease to, UpdateRequest request) {
            MissingBuilds found =
                    missing.computeIfAbsent(new BuildKey(rule.id(), to.name()), _ -> new MissingBuilds(request));
            found.from.add(from.name());
            boolean hasPlatform = releases.variants(to.release()).stream()
                    .anyMatch(variant -> to.release()
                            .build(ServedReleases.client(
                                    product, "", "", request.buildTarget(), variant.locale(), channel))
                            .isPresent());
            if (hasPlatform) {
                found.locales.add(String.valueOf(request.locale()));
            } else {
                found.platforms.add(request.buildTarget());
            }
        }
    }

    private void report(GapKey key, Gap gap) {
        List<String> versions = new ArrayList<>(gap.versions);
        String clients = "Clients of " + Findings.listed(gap.channels.stream()) + " with version "
                + Findings.listed(versions.stream());
        boolean isBehindRule = key.rule.isPresent();
        findings.add(
                LintCheck.DEAD_END,
                product,
                key.rule.stream().toList(),
                List.of(),
                clients + " never get " + key.newest + ": "
                        + (isBehindRule
                                ? "rule " + key.rule.get() + " matches them, and has nothing newer."
                                : "no rule matches them."),
                Optional.of(gap.example),
                isBehindRule
                        ? "Let the version condition of rule " + key.rule.get() + " end below " + versions.getLast()
                                + "."
                        : "Extend the version condition of a rule to them.");
    }

    private void report(BuildKey key, MissingBuilds builds) {
        String what = Findings.listed(Stream.concat(
                builds.platforms.stream().map(platform -> "platform " + platform),
                builds.locales.stream().map(locale -> "locale " + locale)));
        findings.add(
                LintCheck.MISSING_BUILD,
                product,
                List.of(key.rule),
                List.of(key.release),
                key.release + " lacks " + what + ", which clients of " + Findings.listed(builds.from.stream())
                        + " have: they stay there.",
                Optional.of(builds.example),
                "Submit the missing builds, or give these clients a rule with a higher priority.");
    }
}
