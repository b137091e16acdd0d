// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.publicapp.CountedEntities.Target;
import dev.balrog.service.ServerMetrics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the responses to update requests: by rule, by the product and channel that the rule names,
 * and by the release that is offered. Values that clients send never become labels. The number of
 * series is limited; everything beyond the limit is counted as {@code other}. Counters keep their
 * values when the snapshot is replaced; those of rules and releases that it lacks disappear.
 */
final class AnswerCounts {
    /**
     * Maximum number of rules with their own counters. Few of possibly ten thousand rules decide
     * nearly all requests.
     */
    static final int MAX_RULES = 1_000;

    static final int MAX_TARGETS = 1_000;
    static final int MAX_RELEASES = 1_000;

    private static final String UPDATE = "update";
    private static final String NO_UPDATE = "none";
    private static final String OTHER = "other";

    private final ServerMetrics metrics;
    private final CounterFamily<Long> updates;
    private final CounterFamily<Long> noUpdates;
    private final Map<AnswerOutcome.Fault, CounterFamily<Long>> failures = new EnumMap<>(AnswerOutcome.Fault.class);
    private final CounterFamily<TargetOutcome> targets;
    private final CounterFamily<String> releases;

    /** Rules and releases that may have series; null before the first snapshot, when all may. */
    private @Nullable CountedEntities served;

    private record TargetOutcome(Target target, String outcome) {}

    AnswerCounts(ServerMetrics metrics) {
        this.metrics = metrics;
        this.updates = ofRules(UPDATE);
        this.noUpdates = ofRules(NO_UPDATE);
        for (AnswerOutcome.Fault fault : AnswerOutcome.Fault.values()) {
            failures.put(fault, ofRules(label(fault)));
        }
        this.targets = new CounterFamily<>(
                MAX_TARGETS,
                key -> List.of(OTHER, OTHER, key.outcome),
                (count, labels) -> metrics.countedElsewhere(
                        "balrog.answers",
                        "Decisions about update requests, by product and channel of the rule that decided.",
                        count,
                        "product",
                        labels.get(0),
                        "channel",
                        labels.get(1),
                        "outcome",
                        labels.get(2)));
        this.releases = new CounterFamily<>(
                MAX_RELEASES,
                _ -> List.of(OTHER, OTHER),
                (count, labels) -> metrics.countedElsewhere(
                        "balrog.release.answers",
                        "Updates that were offered, by the release.",
                        count,
                        "product",
                        labels.get(0),
                        "release",
                        labels.get(1)));
    }

    private CounterFamily<Long> ofRules(String outcome) {
        return new CounterFamily<>(
                MAX_RULES,
                _ -> List.of(OTHER, OTHER),
                (count, labels) -> metrics.countedElsewhere(
                        "balrog.rule.answers",
                        "Decisions about update requests, by the rule that decided.",
                        count,
                        "product",
                        labels.get(0),
                        "rule",
                        labels.get(1),
                        "outcome",
                        outcome));
    }

    /** Ends the series of rules and releases that a snapshot lacks, which is served from now on. */
    synchronized void serve(Snapshot snapshot) {
        CountedEntities now = CountedEntities.of(snapshot);
        served = now;
        updates.retain((rule, labels) -> labels.getFirst().equals(now.rules().get(rule)));
        noUpdates.retain((rule, labels) -> labels.getFirst().equals(now.rules().get(rule)));
        failures.values()
                .forEach(family -> family.retain(
                        (rule, labels) -> labels.getFirst().equals(now.rules().get(rule))));
        targets.retain((key, _) -> now.targets().contains(key.target));
        releases.retain(
                (name, labels) -> labels.getFirst().equals(now.releases().get(name)));
    }

    void count(AnswerOutcome outcome) {
        Rule rule = outcome.decidedBy().orElse(null);
        if (rule != null) {
            CounterFamily<Long> family = family(outcome);
            LongAdder known = family.get(rule.id());
            (known != null ? known : create(family, rule)).increment();
        }
        TargetOutcome target = new TargetOutcome(rule == null ? Target.NO_RULE : Target.of(rule), label(outcome));
        LongAdder known = targets.get(target);
        (known != null ? known : create(target)).increment();
        if (outcome instanceof AnswerOutcome.Decided(Decision.Update(var _, var release))) {
            LongAdder offers = releases.get(release.name());
            (offers != null ? offers : create(release)).increment();
        }
    }

    private CounterFamily<Long> family(AnswerOutcome outcome) {
        return switch (outcome) {
            case AnswerOutcome.Decided(Decision.Update _) -> updates;
            case AnswerOutcome.Decided(Decision.NoUpdate _) -> noUpdates;
            case AnswerOutcome.Failed failed -> Objects.requireNonNull(failures.get(failed.fault()));
        };
    }

    // A request that was answered from the previous snapshot must not bring back a series that has
    // ended: it counts as other.

    private synchronized LongAdder create(CounterFamily<Long> family, Rule rule) {
        String product = CountedEntities.product(rule);
        return served == null || product.equals(served.rules().get(rule.id()))
                ? family.create(rule.id(), List.of(product, Long.toString(rule.id())))
                : family.rest(rule.id());
    }

    private synchronized LongAdder create(TargetOutcome key) {
        return served == null || served.targets().contains(key.target)
                ? targets.create(key, List.of(key.target.product(), key.target.channel(), key.outcome))
                : targets.rest(key);
    }

    private synchronized LongAdder create(StoredRelease release) {
        String product = CountedEntities.product(release);
        return served == null || product.equals(served.releases().get(release.name()))
                ? releases.create(release.name(), List.of(product, release.name()))
                : releases.rest(release.name());
    }

    private static String label(AnswerOutcome outcome) {
        return switch (outcome) {
            case AnswerOutcome.Decided(var decision) ->
                decision instanceof Decision.NoUpdate none ? label(none.reason()) : UPDATE;
            case AnswerOutcome.Failed failed -> label(failed.fault());
        };
    }

    private static String label(AnswerOutcome.Fault fault) {
        return switch (fault) {
            case BAD_REQUEST -> "bad_request";
            case BAD_RULE -> "bad_rule";
            case BAD_RELEASE -> "bad_release";
            case WITHHELD -> "withheld";
        };
    }

    private static String label(Decision.Reason reason) {
        return switch (reason) {
            case SHUT_OFF -> "shut_off";
            case NO_RULE_APPLIES -> "no_rule_applies";
            case NO_MAPPING -> "no_mapping";
            case THROTTLED -> "throttled";
            case NO_SUCH_RELEASE -> "no_such_release";
            case INCOMPLETE_SUPERBLOB -> "incomplete_superblob";
            case NOT_NEWER -> "not_newer";
        };
    }
}
