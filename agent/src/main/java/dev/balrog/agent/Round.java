// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.agent.RoundResult.Outcome;
import dev.balrog.client.error.ApiException;
import dev.balrog.client.error.ClientException;
import dev.balrog.client.error.OutdatedChangeException;
import dev.balrog.service.ErrorReporter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls scheduled changes and enacts those that are due. A failure of one change does not delay the
 * others.
 */
final class Round {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final Readiness readiness;
    private final Attempts attempts;
    private final AgentMetrics metrics;
    private final InstantSource clock;
    private final ErrorReporter errors;
    private final BooleanSupplier stopping;
    /** Time of the next action by kind, for the kinds where it is known. */
    private final Map<String, Instant> next = new HashMap<>();

    Round(
            Readiness readiness,
            Attempts attempts,
            AgentMetrics metrics,
            InstantSource clock,
            ErrorReporter errors,
            BooleanSupplier stopping) {
        this.readiness = readiness;
        this.attempts = attempts;
        this.metrics = metrics;
        this.clock = clock;
        this.errors = errors;
        this.stopping = stopping;
    }

    /** Returns the time of the next known action; empty if there is none. */
    Optional<Instant> next() {
        return next.values().stream().min(Instant::compareTo);
    }

    /** Returns whether an action for this kind is due. */
    boolean isDue(ChangeSource source) {
        Instant due = next.get(source.kind());
        return due != null && !due.isAfter(clock.instant());
    }

    RoundResult run(Collection<ChangeSource> sources) {
        readiness.beginRound();
        RoundResult result = RoundResult.NOTHING;
        for (ChangeSource source : sources) {
            if (!stopping.getAsBoolean()) {
                result = run(source, result);
            }
        }
        return result;
    }

    private RoundResult run(ChangeSource source, RoundResult before) {
        next.remove(source.kind());
        List<PendingChange> pending;
        try {
            pending = source.pending();
        } catch (ClientException e) {
            metrics.pollFailures(source.kind());
            errors.report(e, Map.of("kind", source.kind()));
            return before.andBlind();
        }
        attempts.keepOnly(source.kind(), pending);
        RoundResult result = before;
        List<PendingChange> left = new ArrayList<>(pending);
        for (PendingChange change : pending) {
            if (isToBeTried(change) && !stopping.getAsBoolean()) {
                Outcome outcome = tryToEnact(source, change);
                metrics.tried(change, outcome, clock.instant());
                result = result.and(outcome);
                if (outcome == Outcome.ENACTED || outcome == Outcome.ELSEWHERE) {
                    left.remove(change);
                }
            }
        }
        Instant now = clock.instant();
        metrics.left(source.kind(), count(left, now));
        left.stream()
                .flatMap(change -> nextLook(change, now).stream())
                .min(Instant::compareTo)
                .ifPresent(time -> next.put(source.kind(), time));
        return result;
    }

    private AgentMetrics.Left count(List<PendingChange> left, Instant now) {
        int due = 0;
        int unsigned = 0;
        int late = 0;
        for (PendingChange change : left) {
            Instant when = change.when();
            if (!change.signed()) {
                unsigned++;
                late += when != null && !when.isAfter(now) ? 1 : 0;
            } else if (readiness.isDue(change, now)) {
                due++;
            }
        }
        return new AgentMetrics.Left(left.size(), due, unsigned, late);
    }

    private boolean isToBeTried(PendingChange change) {
        Instant now = clock.instant();
        return change.signed()
                && readiness.isDue(change, now)
                && attempts.notBefore(change).filter(now::isBefore).isEmpty();
    }

    /** Returns when to process a change again before the next full poll. */
    private Optional<Instant> nextLook(PendingChange change, Instant now) {
        return attempts.notBefore(change)
                .or(() -> Optional.ofNullable(change.when()))
                .filter(now::isBefore);
    }

    private Outcome tryToEnact(ChangeSource source, PendingChange change) {
        try {
            source.enact(change, readiness.measured(change));
            LOG.info("Enacted {}", change.name());
            return Outcome.ENACTED;
        } catch (ClientException e) {
            return afterFailure(source, change, e);
        }
    }

    /**
     * Classifies a failure. Another agent may have enacted the change, or the response may be lost.
     */
    private Outcome afterFailure(ChangeSource source, PendingChange change, ClientException failure) {
        try {
            if (!source.isPending(change)) {
                LOG.info("{} is enacted already", change.name());
                return Outcome.ELSEWHERE;
            }
        } catch (ClientException e) {
            failure.addSuppressed(e);
        }
        if (failure instanceof OutdatedChangeException) {
            // The change, or a release that it maps to, was edited after it was read. The next
            // round reads it again.
            LOG.info("{} was edited meanwhile, and is read again in the next round", change.name());
            return Outcome.OUTDATED;
        }
        attempts.failed(change, clock.instant());
        if (failure instanceof ApiException refusal && refusal.needsSignoff()) {
            LOG.info("{} waits for signoffs: {}", change.name(), failure.getMessage());
            return Outcome.WAITING;
        }
        if (failure instanceof ApiException refusal && refusal.isChangesRequested()) {
            LOG.info("{} is held up: {}", change.name(), failure.getMessage());
            return Outcome.WAITING;
        }
        if (failure instanceof ApiException refusal && refusal.isNotDue()) {
            // The server's clock may be behind the local one.
            LOG.info("{} is not due: {}", change.name(), failure.getMessage());
            return Outcome.NOT_DUE;
        }
        errors.report(failure, Map.of("change", change.name()));
        return Outcome.FAILED;
    }
}
