// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import static dev.balrog.core.lint.ServedReleases.compare;

import dev.balrog.core.BadDataException;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.release.OfferedBuild;
import dev.balrog.core.release.ResponseSpace.Variant;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.ChannelPattern;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Pin;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.ExactVersion;
import dev.balrog.core.version.PinVersion;
import dev.balrog.core.version.VersionScheme;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks of pins with the rules of their channel. */
final class PinChecks {
    private final Snapshot snapshot;
    private final ServedReleases releases;
    private final Findings findings;

    PinChecks(Snapshot snapshot, ServedReleases releases, Findings findings) {
        this.snapshot = snapshot;
        this.releases = releases;
        this.findings = findings;
    }

    private void add(
            LintCheck check,
            Pin pin,
            List<String> names,
            String reason,
            Optional<UpdateRequest> example,
            String repair) {
        findings.add(
                check,
                pin.product(),
                List.of(),
                names,
                "Pin " + pin.version() + " of " + pin.product() + " " + pin.channel() + " " + reason,
                example,
                repair);
    }

    void check(Pin pin) {
        StoredRelease pinned = snapshot.release(pin.mapping());
        if (pinned == null) {
            add(
                    LintCheck.MISSING_RELEASE,
                    pin,
                    List.of(pin.mapping()),
                    "maps to " + pin.mapping() + ", which is not stored, or can't be read: pinned clients get nothing.",
                    Optional.empty(),
                    "Pin another release, or submit this one.");
            return;
        }
        if (pinned.product() != null && !pinned.product().equals(pin.product())) {
            add(
                    LintCheck.OTHER_PRODUCT,
                    pin,
                    List.of(pin.mapping()),
                    "maps to " + pin.mapping() + ", a release of " + pinned.product() + ".",
                    Optional.empty(),
                    "Pin a release of " + pin.product() + ".");
        }
        Optional<Variant> variant = releases.usualVariant(pinned.release());
        Optional<ExactVersion> version =
                releases.usualBuild(pinned.release()).map(OfferedBuild::version).flatMap(PinChecks::exact);
        Optional<PinVersion> to = pinVersion(pin);
        if (variant.isPresent() && version.isPresent() && to.isPresent()) {
            check(pin, pinned, variant.get(), version.get(), to.get());
        }
    }

    private static Optional<ExactVersion> exact(String version) {
        try {
            return VersionScheme.parseMozilla(version) instanceof ExactVersion exact
                    ? Optional.of(exact)
                    : Optional.empty();
        } catch (BadDataException invalid) {
            return Optional.empty();
        }
    }

    private static Optional<PinVersion> pinVersion(Pin pin) {
        try {
            return Optional.of(PinVersion.parse(pin.version()));
        } catch (BadDataException invalid) {
            return Optional.empty();
        }
    }

    private void check(Pin pin, StoredRelease pinned, Variant variant, ExactVersion version, PinVersion to) {
        UpdateRequest old = request(pin, variant, "0.0");
        if (to.isBefore(version)) {
            add(
                    LintCheck.PIN_PAST_VERSION,
                    pin,
                    List.of(pinned.name()),
                    "maps to " + pinned.name() + ", which has version " + written(pinned) + ", beyond the pin.",
                    Optional.of(old),
                    "Pin the last release of " + pin.version() + "x.");
            return;
        }
        List<StoredRelease> served = served(pin);
        served.stream()
                .filter(stored ->
                        versionOf(stored).filter(other -> isWithin(to, other)).isPresent())
                .filter(stored -> versionOf(stored).orElseThrow().compareTo(version) > 0)
                .reduce((left, right) ->
                        compare(VersionScheme.MOZILLA, written(left), written(right)) >= 0 ? left : right)
                .ifPresent(newer -> add(
                        LintCheck.PIN_OUTDATED,
                        pin,
                        List.of(pinned.name(), newer.name()),
                        "maps to " + pinned.name() + ", and rules serve the newer " + newer.name() + " of the same"
                                + " version.",
                        Optional.of(old),
                        "Pin " + newer.name() + "."));
        boolean isPassed = served.stream()
                .anyMatch(stored -> versionOf(stored).filter(to::isBefore).isPresent());
        if (isPassed && !isOffered(pin, pinned, variant, served)) {
            add(
                    LintCheck.PIN_UNREACHABLE,
                    pin,
                    List.of(pinned.name()),
                    "maps to " + pinned.name() + ", which no client with this pin is offered: it stops before, or"
                            + " no rule matches it.",
                    Optional.of(old),
                    "Look at the rules that match the example, or delete the pin.");
        }
    }

    private Optional<ExactVersion> versionOf(StoredRelease stored) {
        return releases.usualBuild(stored.release()).map(OfferedBuild::version).flatMap(PinChecks::exact);
    }

    private String written(StoredRelease stored) {
        return releases.usualBuild(stored.release()).map(OfferedBuild::version).orElse("");
    }

    private static boolean isWithin(PinVersion pin, ExactVersion version) {
        return version.major() == pin.major() && (pin.minor() < 0 || version.minor() == pin.minor());
    }

    private List<StoredRelease> served(Pin pin) {
        return snapshot.rules().all().stream()
                .filter(rule -> pin.product().equals(rule.product()) && isFor(rule, pin.channel()))
                .flatMap(rule -> Stream.ofNullable(rule.mapping()))
                .distinct()
                .flatMap(name -> Stream.ofNullable(snapshot.release(name)))
                .toList();
    }

    private static boolean isFor(Rule rule, String channel) {
        return rule.channel() == null || ChannelPattern.parse(rule.channel()).matches(channel);
    }

    /** Returns whether a client of some served version, or an old one, is offered the pinned release. */
    private boolean isOffered(Pin pin, StoredRelease pinned, Variant variant, List<StoredRelease> served) {
        Set<String> versions = new LinkedHashSet<>();
        versions.add("0.0");
        served.forEach(stored -> versions.add(written(stored)));
        versions.addAll(VersionScheme.MOZILLA.neighbors(written(pinned)));
        versions.remove("");
        return versions.stream()
                .map(version -> releases.decide(request(pin, variant, version)))
                .anyMatch(decision -> decision instanceof Update update
                        && update.release().name().equals(pinned.name()));
    }

    private static UpdateRequest request(Pin pin, Variant variant, String version) {
        return ServedReleases.client(
                pin.product(),
                version,
                ServedReleases.OLD_BUILD,
                variant.buildTarget(),
                variant.locale(),
                pin.channel(),
                pin.version());
    }
}
