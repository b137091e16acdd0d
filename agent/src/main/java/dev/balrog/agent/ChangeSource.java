// SPDX-License-Identifier: MPL-2.0
package dev.balrog.agent;

import java.util.List;

/** Where scheduled changes of one kind are found and made. Methods throw {@link dev.balrog.client.ClientException}. */
interface ChangeSource {

    /** What the changes are called in the log and in measurements. */
    String kind();

    /** The changes that have not been made yet, in the order in which those that are due are to be made. */
    List<PendingChange> pending();

    /** Makes a change. */
    void enact(PendingChange change);

    /** Asks whether a change has still not been made. */
    boolean isPending(PendingChange change);
}
