// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.signoff;

import dev.balrog.change.rejection.ChangeRejectedException;
import dev.balrog.change.rejection.ChangeRejection;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.SignoffRequirement;
import dev.balrog.core.change.SignoffTally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decision whether the signoffs of a change are sufficient, before it is written. */
public sealed interface SignoffGate {
    /** Gate of direct changes, which have no signoffs. */
    SignoffGate DIRECT = new Counted(List.of(), false);

    /** Returns the signoffs that count. */
    List<CountedSignoff> signoffs();

    /** Returns whether the changes are those of a change set, which is signed as a whole. */
    boolean isOfChangeSet();

    /**
     * Decides about a change that is about to be written.
     *
     * @throws ChangeRejectedException {@link ChangeRejection.SignoffRequired} if signoffs are missing
     */
    void pass(Proposal proposal, SignoffRequirement required, Outcomes outcomes);

    /** Notes the row that was written for a proposal, which has its generated key. */
    void written(Proposal proposal, Row row);

    /** Outcome digests of proposals in the current state. */
    interface Outcomes {
        /**
         * Returns the outcome digest of a proposal.
         *
         * @param generatedKeys keys of new rules, each with the number that the digest has in its
         *     place
         */
        String digest(Proposal proposal, Map<Long, Long> generatedKeys);
    }

    /**
     * Gate that counts recorded signoffs.
     *
     * @param isOfChangeSet whether they are those of a change set
     */
    record Counted(List<CountedSignoff> signoffs, boolean isOfChangeSet) implements SignoffGate {
        public Counted {
            signoffs = List.copyOf(signoffs);
        }

        @Override
        public void pass(Proposal proposal, SignoffRequirement required, Outcomes outcomes) {
            if (SignoffTally.of(required, signoffs) instanceof SignoffTally.Missing missing) {
                throw new ChangeRejectedException(new ChangeRejection.SignoffRequired(
                        isOfChangeSet || canBeScheduled(proposal)
                                ? missing.message()
                                : missing.message() + ": propose a change set, which can be signed off"));
            }
        }

        private static boolean canBeScheduled(Proposal proposal) {
            return !proposal.entity().conditions().isEmpty();
        }

        @Override
        public void written(Proposal proposal, Row row) {}
    }

    /**
     * Gate that lets everything pass, and collects what it takes. Only for changes that are rolled
     * back. Not thread-safe.
     */
    final class Collecting implements SignoffGate {
        private final List<String> digests = new ArrayList<>();
        private final Map<Long, Long> generatedKeys = new HashMap<>();
        private SignoffRequirement required = SignoffRequirement.NONE;

        @Override
        public List<CountedSignoff> signoffs() {
            return List.of();
        }

        @Override
        public boolean isOfChangeSet() {
            return true;
        }

        @Override
        public void pass(Proposal proposal, SignoffRequirement needed, Outcomes outcomes) {
            required = required.and(needed);
            digests.add(outcomes.digest(proposal, generatedKeys));
        }

        @Override
        public void written(Proposal proposal, Row row) {
            if (proposal.before() == null && proposal.entity().generatesKey()) {
                // The key will be another one when the row is inserted again.
                long key = row.require(proposal.entity().generatedKey());
                generatedKeys.put(key, -1L - generatedKeys.size());
            }
        }

        /** Returns the signoffs that satisfy all of the changes. */
        public SignoffRequirement required() {
            return required;
        }

        /** Returns the outcome digests of the changes, in their order. */
        public List<String> digests() {
            return List.copyOf(digests);
        }
    }
}
