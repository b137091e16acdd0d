// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.decision.Decision.NoUpdate;
import dev.balrog.core.decision.Decision.Reason;
import dev.balrog.core.decision.Decision.Update;
import dev.balrog.core.release.Serving;
import dev.balrog.core.request.Force;
import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Shutoff;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.version.PinVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides which release, if any, a request is offered. */
public final class Decider {
    private final RolloutSampler sampler;

    /** Creates a decider that throttles by this sampler. */
    public Decider(RolloutSampler sampler) {
        this.sampler = sampler;
    }

    /**
     * Decides about a request.
     *
     * @throws BadDataException when versions can't be parsed or compared, or the pin of the request
     *     can't be parsed
     */
    public Decision decide(Snapshot snapshot, UpdateRequest request) {
        if (shutoff(snapshot, request) != null) {
            return new NoUpdate(Optional.empty(), Reason.SHUT_OFF);
        }
        Optional<Rule> applying = snapshot.rules().match(request);
        return applying.map(rule -> decide(snapshot, request, rule))
                .orElseGet(() -> new NoUpdate(applying, Reason.NO_RULE_APPLIES));
    }

    /**
     * Returns the emergency shutoff that stops updates for the request; null when there is none.
     */
    static @Nullable Shutoff shutoff(Snapshot snapshot, UpdateRequest request) {
        String product = request.product();
        if (snapshot.isShutOff(product, request.channel())) {
            return new Shutoff(product, request.channel());
        }
        return snapshot.isShutOff(product, request.fallbackChannel())
                ? new Shutoff(product, request.fallbackChannel())
                : null;
    }

    private Decision decide(Snapshot snapshot, UpdateRequest request, Rule rule) {
        if (isNone(rule.mapping())) {
            return new NoUpdate(Optional.of(rule), Reason.NO_MAPPING);
        }
        String mapping = mapping(request, rule);
        if (mapping == null || mapping.isEmpty()) {
            return new NoUpdate(Optional.of(rule), Reason.THROTTLED);
        }
        StoredRelease release = snapshot.release(mapping);
        if (release == null) {
            return new NoUpdate(Optional.of(rule), Reason.NO_SUCH_RELEASE, Optional.of(mapping));
        }
        return switch (serving(release, request)) {
            case NO -> new NoUpdate(Optional.of(rule), Reason.NOT_NEWER);
            case YES -> new Update(rule, release);
            case PAST_PIN -> decidePinned(snapshot, request, rule, release);
        };
    }

    private static Serving serving(StoredRelease release, UpdateRequest request) {
        try {
            return release.release().serving(request);
        } catch (BadReleaseException e) {
            throw e.of(release.name());
        }
    }

    /**
     * Returns the name of the release that the rule maps the request to; null when to none. May
     * draw a rollout sample.
     */
    @Nullable
    String mapping(UpdateRequest request, Rule rule) {
        return isThrottled(request, rule) ? rule.fallbackMapping() : rule.mapping();
    }

    /** Returns whether the rollout does not reach the request. */
    private boolean isThrottled(UpdateRequest request, Rule rule) {
        // A missing rate counts as 0, the safe default; such a rule can't be stored today.
        int rate = rule.backgroundRate() == null ? 0 : rule.backgroundRate();
        if (request.force() == Force.MAPPING || rate >= RolloutSampler.SAMPLES) {
            return false;
        }
        return request.force() == Force.FALLBACK_MAPPING || sampler.sample() >= rate;
    }

    /**
     * Decides about a request whose update would exceed its pin. Where the pin is unknown, the
     * client is updated all the same: holding it back forever, for example because of a mistyped
     * pin, would be worse.
     */
    private static Decision decidePinned(Snapshot snapshot, UpdateRequest request, Rule rule, StoredRelease release) {
        String mapping = pinMapping(snapshot, request, String.valueOf(request.pin()));
        if (mapping == null) {
            return new Update(rule, release);
        }
        StoredRelease pinned = snapshot.release(mapping);
        if (pinned == null) {
            return new NoUpdate(Optional.of(rule), Reason.NO_SUCH_RELEASE, Optional.of(mapping));
        }
        return serving(pinned, request) == Serving.NO
                ? new NoUpdate(Optional.of(rule), Reason.NOT_NEWER)
                : new Update(rule, pinned);
    }

    /**
     * Returns the name of the release for clients like this one with this pin; null when there is
     * none.
     *
     * @throws BadDataException when the pin can't be parsed
     */
    static @Nullable String pinMapping(Snapshot snapshot, UpdateRequest request, String pin) {
        String version = PinVersion.parse(pin).toString();
        return snapshot.pinMapping(request.product(), request.fallbackChannel(), version);
    }

    private static boolean isNone(@Nullable String mapping) {
        return mapping == null || mapping.isEmpty();
    }
}
