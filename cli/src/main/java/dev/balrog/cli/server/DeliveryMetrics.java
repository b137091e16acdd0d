// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.server;

import dev.balrog.service.ServerMetrics;
import dev.balrog.store.history.HistoryListener;
import java.util.concurrent.atomic.LongAdder;

/** Counts the delivered and failed revisions of the history of releases. */
final class DeliveryMetrics implements HistoryListener {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();

    DeliveryMetrics(ServerMetrics metrics) {
        metrics.countedElsewhere(
                "balrog.history.delivered", "Revisions of releases that were delivered", delivered::sum);
        metrics.countedElsewhere("balrog.history.failed", "Failed deliveries of revisions of releases", failed::sum);
    }

    @Override
    public void delivered(int revisions) {
        delivered.add(revisions);
    }

    @Override
    public void failed(int revisions) {
        failed.add(revisions);
    }
}
