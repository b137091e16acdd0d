// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.policy;

import dev.balrog.change.row.Proposal;
import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.SignoffRequirement;
import java.util.List;

/** Rules for changes of one entity: permissions, validity, and required signoffs. */
public interface Policy {
    /**
     * Checks that a change is valid and that its author is allowed to make it.
     *
     * @throws dev.balrog.change.rejection.ChangeRejectedException if it is invalid or not allowed
     */
    void check(Proposal proposal);

    /**
     * Returns the protections of the rows that a change affects. They depend only on the old and
     * the new state, not on the way of changing it.
     */
    List<Protection> protections(Proposal proposal);

    /**
     * Returns the signoffs that a change needs.
     *
     * @param protections the protections of the change
     * @param given recorded signoffs
     */
    default SignoffRequirement requiredSignoffs(
            Proposal proposal, List<Protection> protections, List<CountedSignoff> given) {
        return Protection.requirement(protections);
    }
}
