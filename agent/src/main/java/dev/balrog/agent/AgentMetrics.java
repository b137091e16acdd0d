// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.agent.RoundResult.Outcome;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.ServerMetrics.Count;
import dev.balrog.service.ServerMetrics.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Metrics of the agent. */
final class AgentMetrics {
    private final ServerMetrics metrics;
    private final Times lag;
    private final Map<String, Left> left = new ConcurrentHashMap<>();

    /**
     * Numbers of pending changes of a kind.
     *
     * @param pending all pending changes
     * @param due changes that should be enacted now
     * @param unsigned changes that lack signoffs
     * @param late changes that lack signoffs although their scheduled time has passed
     */
    record Left(int pending, int due, int unsigned, int late) {}

    /**
     * Exports all counters as 0. Prometheus sees no increase of a counter whose first value is 1.
     *
     * @param kinds kinds of scheduled changes
     */
    AgentMetrics(ServerMetrics metrics, Collection<String> kinds, Supplier<Duration> sinceLastRound) {
        this.metrics = metrics;
        this.lag = metrics.times(
                "balrog.agent.lag", "Delay between the scheduled time of a change and its enactment.", "lag");
        for (String kind : kinds) {
            failedLooks(kind);
            for (Outcome outcome : Outcome.values()) {
                changes(kind, outcome);
            }
        }
        metrics.gauge("balrog.agent.pending", "Scheduled changes that are not enacted yet.", () -> sum(Left::pending));
        metrics.gauge("balrog.agent.due", "Scheduled changes that are due and not enacted yet.", () -> sum(Left::due));
        metrics.gauge("balrog.agent.unsigned", "Scheduled changes that lack signoffs.", () -> sum(Left::unsigned));
        metrics.gauge(
                "balrog.agent.unsigned.late",
                "Scheduled changes that lack signoffs although their time has come.",
                () -> sum(Left::late));
        metrics.gauge(
                "balrog.agent.round.age.seconds",
                "Time since the agent last read all scheduled changes.",
                () -> sinceLastRound.get().toMillis() / 1000.0);
    }

    private int sum(ToIntFunction<Left> number) {
        return left.values().stream().mapToInt(number).sum();
    }

    /** Exports the numbers of pending changes of a kind. */
    void left(String kind, Left numbers) {
        left.put(kind, numbers);
    }

    void tried(PendingChange change, Outcome outcome, Instant now) {
        changes(change.kind(), outcome).increment();
        Instant when = change.when();
        if (outcome == Outcome.ENACTED && when != null && change.uptake() == null) {
            lag.record(Math.max(0, Duration.between(when, now).toNanos()));
        }
    }

    private Count changes(String kind, Outcome outcome) {
        String name = outcome.name().toLowerCase(Locale.ROOT);
        return metrics.count(
                "balrog.agent.changes",
                "Scheduled changes that were due, by outcome.",
                name + "." + kind.replace('/', '_'),
                "kind",
                kind,
                "outcome",
                name);
    }

    void pollFailures(String kind) {
        failedLooks(kind).increment();
    }

    private Count failedLooks(String kind) {
        return metrics.count(
                "balrog.agent.polls.failed",
                "Failed polls for scheduled changes.",
                "polls_failed." + kind.replace('/', '_'),
                "kind",
                kind);
    }
}
