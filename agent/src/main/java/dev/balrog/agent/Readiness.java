// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.client.schedule.UptakeCondition;
import dev.balrog.service.ErrorReporter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates the conditions of pending changes. Not thread-safe. */
final class Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

    private final @Nullable UptakeSource source;
    private final ErrorReporter errors;
    /** Uptakes that were measured in this round. */
    private final Map<Clients, OptionalDouble> uptakes = new HashMap<>();

    private boolean saidThatThereIsNoSource;

    private record Clients(String product, String channel) {
        static Clients of(UptakeCondition condition) {
            return new Clients(condition.product(), condition.channel());
        }
    }

    Readiness(Optional<UptakeSource> source, ErrorReporter errors) {
        this.source = source.orElse(null);
        this.errors = errors;
    }

    /** Discards the uptakes of the previous round. */
    void beginRound() {
        uptakes.clear();
    }

    /** Returns whether the time or uptake condition is met, regardless of signoffs. */
    boolean isDue(PendingChange change, Instant now) {
        UptakeCondition condition = change.uptake();
        if (condition != null) {
            return isMet(condition);
        }
        Instant when = change.when();
        return when != null && !when.isAfter(now);
    }

    /**
     * Returns the uptake that was measured in this round; empty for a change that waits for none.
     */
    OptionalDouble measured(PendingChange change) {
        UptakeCondition condition = change.uptake();
        return condition == null
                ? OptionalDouble.empty()
                : uptakes.getOrDefault(Clients.of(condition), OptionalDouble.empty());
    }

    private boolean isMet(UptakeCondition condition) {
        if (source == null) {
            if (!saidThatThereIsNoSource) {
                saidThatThereIsNoSource = true;
                LOG.warn("Changes that wait for an uptake are not enacted, because no source of uptakes is configured");
            }
            return false;
        }
        OptionalDouble uptake = uptakes.computeIfAbsent(Clients.of(condition), clients -> ask(source, clients));
        return uptake.isPresent() && uptake.getAsDouble() >= condition.uptake();
    }

    private OptionalDouble ask(UptakeSource asked, Clients clients) {
        try {
            return asked.uptake(clients.product(), clients.channel());
        } catch (UptakeException e) {
            errors.report(e, Map.of("product", clients.product(), "channel", clients.channel()));
            return OptionalDouble.empty();
        }
    }
}
