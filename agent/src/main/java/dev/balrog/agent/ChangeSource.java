// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Source of scheduled changes of one kind, which also enacts them. Methods throw
 * {@link dev.balrog.client.error.ClientException}.
 */
interface ChangeSource {

    /** Returns the name of the kind in logs and metrics. */
    String kind();

    /** Returns the pending changes, in the order in which due changes are enacted. */
    List<PendingChange> pending();

    /**
     * Enacts a change, unless it was modified since it was read.
     *
     * @param uptake measured uptake; empty for a change that waits for none
     */
    void enact(PendingChange change, OptionalDouble uptake);

    /** Returns whether a change is still pending on the server. */
    boolean isPending(PendingChange change);
}
