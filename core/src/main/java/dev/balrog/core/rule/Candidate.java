// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

/**
 * Rule for the product of a request, and the result of its conditions.
 *
 * @param verdict the result of the rule's conditions, regardless of other rules
 */
public record Candidate(Rule rule, Verdict verdict) {

    /** Result of evaluating the conditions of a rule for a request. */
    public sealed interface Verdict {
        /** All conditions are satisfied. */
        record Satisfied() implements Verdict {}

        /** Mismatch, with the first condition that is not satisfied. */
        record Mismatch(Condition condition) implements Verdict {}

        /**
         * Conditions that can't be evaluated, so that the whole request fails.
         *
         * @param problem the reason, in one line
         */
        record Unclear(String problem) implements Verdict {}
    }
}
