// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.rule.Rule;
import java.util.Optional;

/** Outcome of an update request: known once its response is, since the response can fail after the decision. */
public sealed interface AnswerOutcome {

    /** Returns the rule that decided; empty where none applied, or where none could be found out. */
    Optional<Rule> decidedBy();

    /** The response says what was decided. */
    record Decided(Decision decision) implements AnswerOutcome {
        @Override
        public Optional<Rule> decidedBy() {
            return decision.decidedBy();
        }
    }

    /**
     * There is no such response.
     *
     * @param release name of the release at fault, where one is
     * @param reason one line
     */
    record Failed(Fault fault, Optional<Rule> decidedBy, Optional<String> release, String reason)
            implements AnswerOutcome {}

    /** Who has to repair a failure. */
    enum Fault {
        /** The client sent what can't be evaluated: status 400. */
        BAD_REQUEST,
        /** An operator's rule can't be evaluated: status 400. */
        BAD_RULE,
        /** A release lacks what the response needs: status 400. */
        BAD_RELEASE,
        /** A release holds what can't be sent safely, so the client got "no update". */
        WITHHELD
    }
}
