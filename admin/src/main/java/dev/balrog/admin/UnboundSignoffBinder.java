// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.change.ChangeEngine;
import dev.balrog.store.BusyException;
import dev.balrog.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds signoffs without an outcome digest to the current outcome: at start, and then every second.
 */
final class UnboundSignoffBinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UnboundSignoffBinder.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ChangeEngine engine;
    private final PeriodicTask task = new PeriodicTask("unbound-signoffs", INTERVAL, this::tryToBind);

    UnboundSignoffBinder(ChangeEngine engine) {
        this.engine = engine;
    }

    /**
     * Binds unbound signoffs, then repeats that in the background until closed. Must be called only
     * once.
     */
    void start() {
        bind();
        task.startLater();
    }

    private void tryToBind() {
        try {
            bind();
        } catch (StoreException | BusyException failure) {
            // Signing off and enacting bind the signoffs that they depend on.
            LOG.debug("Can't bind signoffs", failure);
        }
    }

    private void bind() {
        int bound = engine.bindUnboundSignoffs();
        if (bound > 0) {
            LOG.info("Bound {} signoffs without an outcome digest to the current outcomes", bound);
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
