// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import dev.balrog.core.change.CountedSignoff;
import dev.balrog.core.change.SignoffRequirement;
import java.util.List;

/** What is allowed for one kind of thing: who may change it, what is a sound change, and who has to agree. */
interface Policy {
    /**
     * Checks that a change is sound and that its author may make it.
     *
     * @throws ChangeRejectedException when not
     */
    void check(Proposal proposal);

    /**
     * What protects the things that a change has to do with: computed from what is and what shall be, never from how the
     * change is made.
     */
    List<Protection> protections(Proposal proposal);

    /**
     * Returns the signoffs that a change needs.
     *
     * @param protections the protections of the change
     * @param given signoffs that were given
     */
    default SignoffRequirement requiredSignoffs(
            Proposal proposal, List<Protection> protections, List<CountedSignoff> given) {
        return Protection.requirement(protections);
    }
}
