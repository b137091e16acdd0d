// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.history;

import java.time.InstantSource;
import java.util.List;
import org.jooq.DSLContext;

/**
 * Queue for processes without access to the object stores. An admin app on the same database
 * delivers the revisions.
 *
 * @param clock source of the time of queued revisions
 */
public record DeferredDelivery(InstantSource clock) implements RevisionQueue {

    @Override
    public void enqueue(DSLContext sql, List<Revision> revisions) {
        OutboxTable.add(sql, revisions, clock.millis());
    }

    @Override
    public boolean deliver(List<Revision> revisions) {
        return false;
    }
}
