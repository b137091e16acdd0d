// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import dev.balrog.core.request.UpdateRequest;
import dev.balrog.core.rule.Condition;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleCoverage;
import dev.balrog.core.rule.RuleCoverage.Remainder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks of rules with the rules of the same or of higher priority. */
final class PrecedenceChecks {
    private final List<Rule> rules;
    private final RuleCoverage coverage;
    private final Findings findings;
    private final Set<Rule> unreachable = new HashSet<>();

    /**
     * Prepares the checks.
     *
     * @param rules the rules in order of precedence
     */
    PrecedenceChecks(List<Rule> rules, RuleCoverage coverage, Findings findings) {
        this.rules = rules;
        this.coverage = coverage;
        this.findings = findings;
    }

    void check() {
        for (int i = 0; i < rules.size(); i++) {
            checkReachable(rules.get(i), rules.subList(0, i));
        }
        for (int i = 0; i < rules.size(); i++) {
            for (int j = i + 1; j < rules.size() && isSamePriority(rules.get(i), rules.get(j)); j++) {
                checkAmbiguous(rules.get(i), rules.get(j));
            }
        }
    }

    private static boolean isSamePriority(Rule left, Rule right) {
        return Objects.equals(left.priority(), right.priority());
    }

    private void checkReachable(Rule rule, List<Rule> before) {
        if (coverage.remainder(rule, before) instanceof Remainder.None(List<Rule> by) && !by.isEmpty()) {
            unreachable.add(rule);
            String shadow = by.size() == 1
                    ? "rule " + by.getFirst().id() + " matches"
                    : "rules " + Findings.listed(by.stream().map(other -> Long.toString(other.id())))
                            + " together match";
            findings.add(
                    LintCheck.UNREACHABLE_RULE,
                    rule.product(),
                    Stream.concat(Stream.of(rule), by.stream()).map(Rule::id).toList(),
                    List.of(),
                    "No request reaches the rule: " + shadow + " all of its requests, and "
                            + (by.size() == 1 ? "comes" : "come") + " before it.",
                    coverage.example(rule),
                    "Raise the priority of the rule, or delete it"
                            + (rule.alias() == null ? "." : " with its alias '" + rule.alias() + "'."));
        }
    }

    private void checkAmbiguous(Rule first, Rule second) {
        if (isSameResult(first, second)
                || unreachable.contains(first)
                || unreachable.contains(second)
                || Stream.of(Condition.PRODUCT, Condition.BUILD_TARGET)
                        .anyMatch(condition -> differ(first.get(condition), second.get(condition)))) {
            return;
        }
        Optional<UpdateRequest> both = coverage.overlap(first, second);
        if (both.isPresent()) {
            List<Long> ids = new ArrayList<>(List.of(second.id(), first.id()));
            findings.add(
                    LintCheck.AMBIGUOUS_PRIORITY,
                    second.product() == null ? first.product() : second.product(),
                    ids,
                    List.of(),
                    "Rules " + first.id() + " and " + second.id() + " have the same priority and match the same"
                            + " requests: rule " + first.id() + " applies only because its id is lower.",
                    both,
                    "Give the rule that is to apply a higher priority.");
        }
    }

    private static boolean differ(@Nullable Object left, @Nullable Object right) {
        return left != null && right != null && !left.equals(right);
    }

    private static boolean isSameResult(Rule first, Rule second) {
        return Objects.equals(first.mapping(), second.mapping())
                && Objects.equals(first.fallbackMapping(), second.fallbackMapping())
                && Objects.equals(first.backgroundRate(), second.backgroundRate())
                && first.updateType().equals(second.updateType());
    }
}
