// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.rule;

/**
 * A rule that is for the product of a request, and how the request fares with it.
 *
 * @param verdict what the rule's conditions say, whatever other rules there are
 */
public record Candidate(Rule rule, Verdict verdict) {

    /** What the conditions of a rule say to a request. */
    public sealed interface Verdict {
        /** All of them are satisfied. */
        record Satisfied() implements Verdict {}

        /** This is the first one that is not. */
        record Mismatch(Condition condition) implements Verdict {}

        /**
         * That can't be told, so that the whole request fails.
         *
         * @param problem why, one line
         */
        record Unclear(String problem) implements Verdict {}
    }
}
