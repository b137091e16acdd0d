// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Decider;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.release.AppRelease;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.Release;
import dev.balrog.core.release.ResponseSpace;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.SystemCapabilities;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.simulation.ClientProfile;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.VersionScheme;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds of the releases of a snapshot, and clients that have them. Not thread-safe. */
final class ServedReleases {
    static final String OLD_BUILD = "20000101000000";

    private static final List<String> USUAL_TARGETS = List.of("Linux_x86_64-gcc3", "WINNT_x86_64-msvc-x64");
    private static final String USUAL_LOCALE = "en-US";
    private static final long USUAL_MEMORY = 8192;

    private final Snapshot snapshot;
    private final Decider decider = new Decider(() -> 0);
    private final IdentityHashMap<Release, List<Variant>> variants = new IdentityHashMap<>();

    ServedReleases(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Returns the mappings of a rule, without those that are empty. */
    static Stream<String> names(Rule rule) {
        return Stream.of(Optional.ofNullable(rule.mapping()), Optional.ofNullable(rule.fallbackMapping()))
                .flatMap(Optional::stream)
                .filter(name -> !name.isEmpty())
                .distinct();
    }

    /** Returns the releases that a rule maps to, and that can be served. */
    Stream<StoredRelease> of(Rule rule) {
        return names(rule).flatMap(name -> Stream.ofNullable(snapshot.release(name)));
    }

    List<Variant> variants(Release release) {
        return variants.computeIfAbsent(release, of -> {
            ResponseSpace space = of.responses();
            return space.variants();
        });
    }

    /** Returns the build of a release that most clients have; empty for formats without builds. */
    Optional<OfferedBuild> usualBuild(Release release) {
        return usualVariant(release).flatMap(variant -> build(release, variant.buildTarget(), variant.locale()));
    }

    Optional<Variant> usualVariant(Release release) {
        List<Variant> all = variants(release);
        return Stream.concat(
                        USUAL_TARGETS.stream()
                                .flatMap(target -> all.stream()
                                        .filter(variant -> variant.buildTarget().equals(target)
                                                && variant.locale().equals(USUAL_LOCALE))),
                        all.stream())
                .findFirst();
    }

    static Optional<OfferedBuild> build(Release release, String buildTarget, String locale) {
        return release.build(client("", "", "", buildTarget, locale, ""));
    }

    /** Returns whether the release has builds, so that a client without one gets no update. */
    static boolean hasBuilds(Release release) {
        return release instanceof AppRelease;
    }

    /** Returns the request of a common client without a pin. */
    static UpdateRequest client(
            String product, String version, String buildId, String buildTarget, String locale, String channel) {
        return client(product, version, buildId, buildTarget, locale, channel, null);
    }

    /** Returns the request of a common client. */
    static UpdateRequest client(
            String product,
            String version,
            String buildId,
            String buildTarget,
            String locale,
            String channel,
            @Nullable String pin) {
        return new UpdateRequest(
                product,
                version,
                buildId,
                buildTarget,
                locale,
                channel,
                ClientProfile.usualOperatingSystem(buildTarget),
                new SystemCapabilities("SSE4_2", USUAL_MEMORY, null),
                "default",
                "default",
                "Intel",
                Force.NONE,
                null,
                pin);
    }

    /** Orders two versions; 0 where they have no order. */
    static int compare(VersionScheme scheme, String left, String right) {
        return scheme.compare(left, right).orElse(0);
    }

    /** Returns the decision of the public app for a request; null where the response is status 400. */
    @Nullable
    Decision decide(UpdateRequest request) {
        try {
            return decider.decide(snapshot, request);
        } catch (BadDataException unanswerable) {
            return null;
        }
    }
}
