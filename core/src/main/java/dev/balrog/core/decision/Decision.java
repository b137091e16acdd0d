// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.Optional;

/** What a request is to be given, and why. */
public sealed interface Decision {

    /** The rule that decided; empty where none applied. */
    Optional<Rule> decidedBy();

    /**
     * The request is offered a release.
     *
     * @param rule the rule that applied
     * @param release the release, which may be the fallback's or the pin's in place of the rule's
     */
    record Update(Rule rule, StoredRelease release) implements Decision {
        @Override
        public Optional<Rule> decidedBy() {
            return Optional.of(rule);
        }
    }

    /**
     * The request is offered nothing.
     *
     * @param missing name of the release that is not stored or can't be read, where that is the reason
     */
    record NoUpdate(Optional<Rule> decidedBy, Reason reason, Optional<String> missing) implements Decision {

        /** Creates a decision that does not depend on a missing release. */
        public NoUpdate(Optional<Rule> decidedBy, Reason reason) {
            this(decidedBy, reason, Optional.empty());
        }
    }

    /** Why a request is offered nothing. */
    enum Reason {
        /** Updates of the product and channel are shut off. */
        SHUT_OFF,
        NO_RULE_APPLIES,
        /** The rule that applies has no mapping. */
        NO_MAPPING,
        /** The die fell on the wrong side, or the client asked for that side, and the rule has no fallback mapping. */
        THROTTLED,
        /** The release is not stored, or can't be read. */
        NO_SUCH_RELEASE,
        /** The release is a superblob, and a part of it is not stored or can't be read. */
        INCOMPLETE_SUPERBLOB,
        /** The client has the release already, or a newer one, or the release has nothing for its platform. */
        NOT_NEWER
    }
}
