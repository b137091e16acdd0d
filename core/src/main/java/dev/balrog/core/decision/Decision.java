// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

import dev.balrog.core.rule.Rule;
import dev.balrog.core.snapshot.StoredRelease;
import java.util.Optional;

/** Decision about a request, and its reason. */
public sealed interface Decision {

    /** Returns the rule that decided; empty where none applied. */
    Optional<Rule> decidedBy();

    /**
     * Decision to offer a release.
     *
     * @param rule the rule that applied
     * @param release the release, which may be that of the fallback mapping or the pin instead of
     *     the mapping
     */
    record Update(Rule rule, StoredRelease release) implements Decision {
        @Override
        public Optional<Rule> decidedBy() {
            return Optional.of(rule);
        }
    }

    /**
     * Decision to offer nothing.
     *
     * @param missing name of the release that is not stored or can't be read, where that is the
     *     reason
     */
    record NoUpdate(Optional<Rule> decidedBy, Reason reason, Optional<String> missing) implements Decision {

        /** Creates a decision that does not depend on a missing release. */
        public NoUpdate(Optional<Rule> decidedBy, Reason reason) {
            this(decidedBy, reason, Optional.empty());
        }
    }

    /** Reason for which a request is offered nothing. */
    enum Reason {
        /** Updates of the product and channel are shut off. */
        SHUT_OFF,
        NO_RULE_APPLIES,
        /** The rule that applies has no mapping. */
        NO_MAPPING,
        /**
         * The background rate leaves the request out, or the client asked for the fallback mapping,
         * and the rule has none.
         */
        THROTTLED,
        /** The release is not stored, or can't be read. */
        NO_SUCH_RELEASE,
        /** The release is a superblob, and a part of it is not stored or can't be read. */
        INCOMPLETE_SUPERBLOB,
        /**
         * The client already has the release or a newer one, or the release has nothing for its
         * platform.
         */
        NOT_NEWER
    }
}
