// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli;

import dev.balrog.store.history.HistoryListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of revisions on their way to the history of releases. */
final class DeliveryMetrics implements HistoryListener {
    private final Counter delivered;
    private final Counter failed;

    DeliveryMetrics(MeterRegistry registry) {
        this.delivered = Counter.builder("balrog.history.delivered").register(registry);
        this.failed = Counter.builder("balrog.history.failed").register(registry);
    }

    @Override
    public void delivered(int revisions) {
        delivered.increment(revisions);
    }

    @Override
    public void failed(int revisions) {
        failed.increment(revisions);
    }
}
