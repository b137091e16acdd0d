// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.util.List;
import java.util.OptionalDouble;

/** Where scheduled changes of one kind are found and made. Methods throw {@link dev.balrog.client.ClientException}. */
interface ChangeSource {

    /** What the changes are called in the log and in measurements. */
    String kind();

    /** The changes that have not been made yet, in the order in which those that are due are to be made. */
    List<PendingChange> pending();

    /**
     * Enacts a change, provided that it is still what was read.
     *
     * @param uptake the uptake that was measured; empty for a change that waits for none
     */
    void enact(PendingChange change, OptionalDouble uptake);

    /** Asks whether a change has still not been made. */
    boolean isPending(PendingChange change);
}
