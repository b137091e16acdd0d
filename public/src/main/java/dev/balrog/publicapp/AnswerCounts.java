// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.Decision;
import dev.balrog.core.rule.Rule;
import dev.balrog.service.ServerMetrics;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the responses to update requests: by rule, and by the product and channel that the rule
 * names. Values that clients send never become labels. The number of labels is limited; everything
 * beyond the limit is counted as {@code other}.
 */
final class AnswerCounts {
    /**
     * Maximum number of rules with their own counters. Few of possibly ten thousand rules decide
     * nearly all requests.
     */
    static final int MAX_RULES = 1_000;

    static final int MAX_TARGETS = 1_000;

    /** Key for all rules beyond the limit. The IDs of rules are positive. */
    private static final long OTHER_RULES = -1;

    private static final String UPDATE = "update";
    private static final String NO_UPDATE = "none";
    private static final String OTHER = "other";

    private final ServerMetrics metrics;
    private final Map<Long, LongAdder> updates = new ConcurrentHashMap<>();
    private final Map<Long, LongAdder> noUpdates = new ConcurrentHashMap<>();
    private final Map<AnswerOutcome.Fault, Map<Long, LongAdder>> failures = new ConcurrentHashMap<>();
    private final Map<Target, LongAdder> targets = new ConcurrentHashMap<>();

    /**
     * Labels of a counter: {@code any} for a product or channel that the rule does not name;
     * {@code none} where no rule decided.
     */
    private record Target(String product, String channel, String outcome) {}

    AnswerCounts(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    void count(AnswerOutcome outcome) {
        Rule rule = outcome.decidedBy().orElse(null);
        String label = label(outcome);
        if (rule != null) {
            ofRule(rule.id(), outcome, label).increment();
        }
        ofTarget(
                        rule == null
                                ? new Target("none", "none", label)
                                : new Target(orAny(rule.product()), orAny(rule.channel()), label))
                .increment();
    }

    private static String label(AnswerOutcome outcome) {
        return switch (outcome) {
            case AnswerOutcome.Decided(var decision) ->
                decision instanceof Decision.NoUpdate none ? label(none.reason()) : UPDATE;
            case AnswerOutcome.Failed failed ->
                switch (failed.fault()) {
                    case BAD_REQUEST -> "bad_request";
                    case BAD_RULE -> "bad_rule";
                    case BAD_RELEASE -> "bad_release";
                    case WITHHELD -> "withheld";
                };
        };
    }

    private LongAdder ofRule(long rule, AnswerOutcome outcome, String label) {
        return switch (outcome) {
            case AnswerOutcome.Decided(Decision.Update _) -> ofRule(updates, rule, label);
            case AnswerOutcome.Decided(Decision.NoUpdate _) -> ofRule(noUpdates, rule, NO_UPDATE);
            case AnswerOutcome.Failed failed ->
                ofRule(failures.computeIfAbsent(failed.fault(), fault -> new ConcurrentHashMap<>()), rule, label);
        };
    }

    private static String orAny(@Nullable String condition) {
        return Objects.requireNonNullElse(condition, "any");
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

    private LongAdder ofRule(Map<Long, LongAdder> counts, long rule, String outcome) {
        LongAdder known = counts.get(rule);
        return known != null
                ? known
                : counts.computeIfAbsent(admitted(counts, rule, OTHER_RULES, MAX_RULES), key -> {
                    LongAdder count = new LongAdder();
                    metrics.countedElsewhere(
                            "balrog.rule.answers",
                            "Decisions about update requests, by the rule that decided.",
                            count::sum,
                            "rule",
                            key == OTHER_RULES ? OTHER : Long.toString(key),
                            "outcome",
                            outcome);
                    return count;
                });
    }

    private LongAdder ofTarget(Target target) {
        LongAdder known = targets.get(target);
        Target rest = new Target(OTHER, OTHER, target.outcome);
        return known != null
                ? known
                : targets.computeIfAbsent(admitted(targets, target, rest, MAX_TARGETS), key -> {
                    LongAdder count = new LongAdder();
                    metrics.countedElsewhere(
                            "balrog.answers",
                            "Decisions about update requests, by product and channel of the rule that decided.",
                            count::sum,
                            "product",
                            key.product,
                            "channel",
                            key.channel,
                            "outcome",
                            key.outcome);
                    return count;
                });
    }

    /**
     * Returns the key to count a new key under: itself, or {@code rest} at the limit. Concurrent
     * threads may each exceed the limit by one.
     */
    private static <K> K admitted(Map<K, LongAdder> counts, K key, K rest, int max) {
        return counts.size() < max ? key : rest;
    }
}
