// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.rule.Rule;
import java.util.Optional;

/**
 * Outcome of an update request, known once the response is, since rendering can fail after the
 * decision.
 */
public sealed interface AnswerOutcome {

    /**
     * Returns the rule that decided; empty where none applied, or where none could be determined.
     */
    Optional<Rule> decidedBy();

    /** Response according to the decision. */
    record Decided(Decision decision) implements AnswerOutcome {
        @Override
        public Optional<Rule> decidedBy() {
            return decision.decidedBy();
        }
    }

    /**
     * Failure to produce such a response.
     *
     * @param release name of the release at fault, if any
     * @param reason the reason, in one line
     */
    record Failed(Fault fault, Optional<Rule> decidedBy, Optional<String> release, String reason)
            implements AnswerOutcome {}

    /** Cause of a failure, which determines who has to fix it. */
    enum Fault {
        /** Request that can't be evaluated: status 400. */
        BAD_REQUEST,
        /** Rule that can't be evaluated: status 400. */
        BAD_RULE,
        /** Release that lacks data for the response: status 400. */
        BAD_RELEASE,
        /** Release with data that can't be sent safely, so the client got "no update". */
        WITHHELD
    }
}
