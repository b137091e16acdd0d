// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.util.List;
import org.jooq.DSLContext;

/** Queue of release revisions, which the change engine adds to. */
public interface RevisionQueue {
    /**
     * Queues revisions within the transaction of their change.
     *
     * @param sql the transaction
     */
    void enqueue(DSLContext sql, List<Revision> revisions);

    /**
     * Tries to deliver queued revisions after the commit.
     *
     * @return whether all of them are delivered; the others stay queued
     */
    boolean deliver(List<Revision> revisions);
}
