// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import dev.balrog.agent.RoundResult.Outcome;
import dev.balrog.service.ServerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the agent measures of itself. */
final class AgentMetrics {
    private final ServerMetrics metrics;
    private final Map<String, Integer> due = new ConcurrentHashMap<>();
    private final Map<String, Integer> pending = new ConcurrentHashMap<>();

    AgentMetrics(ServerMetrics metrics, Supplier<Duration> sinceLastRound) {
        this.metrics = metrics;
        metrics.gauge("balrog.agent.due", "Changes that are due and not made yet.", () -> sum(due));
        metrics.gauge("balrog.agent.pending", "Scheduled changes that are not made yet.", () -> sum(pending));
        metrics.gauge(
                "balrog.agent.round.age.seconds",
                "Since when the agent has not seen all scheduled changes.",
                () -> sinceLastRound.get().toMillis() / 1000.0);
    }

    private static int sum(Map<String, Integer> numbers) {
        return numbers.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Shows how many changes of a kind are not made yet, and how many of them should be. */
    void left(String kind, int pendingNow, int dueNow) {
        pending.put(kind, pendingNow);
        due.put(kind, dueNow);
    }

    void tried(PendingChange change, Outcome outcome, Instant now) {
        String name = outcome.name().toLowerCase(Locale.ROOT);
        metrics.count(
                        "balrog.agent.changes",
                        "Changes that were due, by what came of them.",
                        name + "." + change.kind().replace('/', '_'),
                        "kind",
                        change.kind(),
                        "outcome",
                        name)
                .increment();
        Instant when = change.when();
        if (outcome == Outcome.ENACTED && when != null && change.uptake() == null) {
            metrics.times("balrog.agent.lag", "How long after their time changes are made.", "lag")
                    .record(Math.max(0, Duration.between(when, now).toNanos()));
        }
    }

    void blind(String kind) {
        metrics.count(
                        "balrog.agent.looks.failed",
                        "How often scheduled changes could not be looked at.",
                        "looks_failed." + kind.replace('/', '_'),
                        "kind",
                        kind)
                .increment();
    }
}
