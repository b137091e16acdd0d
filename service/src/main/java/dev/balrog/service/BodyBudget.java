// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limit on the bytes of request bodies in memory, from before they are read until the request is
 * answered. Requests that exceed it wait for a limited time, in the order of arrival; small bodies
 * have a budget of their own, so that they do not wait for large ones.
 */
public final class BodyBudget {
    private static final int UNIT_BYTES = 1_024;
    private static final int SMALL_BYTES = 64 * 1_024;
    private static final int SMALL_PART = 4;

    private final Semaphore small;
    private final Semaphore large;
    private final int largest;
    private final Duration timeout;

    private BodyBudget(int units, Duration timeout) {
        int smallUnits = Math.max(units / SMALL_PART, SMALL_BYTES / UNIT_BYTES);
        this.largest = Math.max(units - smallUnits, 1);
        this.small = new Semaphore(smallUnits, true);
        this.large = new Semaphore(largest, true);
        this.timeout = timeout;
    }

    /**
     * Creates a budget of this many bytes in total; at least enough for some small bodies.
     *
     * @param timeout maximum wait for budget; must leave time for the body within the request
     *     timeout
     */
    public static BodyBudget of(long bytes, Duration timeout) {
        return new BodyBudget((int) Math.min(bytes / UNIT_BYTES, Integer.MAX_VALUE / 2), timeout);
    }

    /** Creates a budget without a limit. */
    static BodyBudget unlimited() {
        return of(Long.MAX_VALUE, Duration.ZERO);
    }

    /** Reserved part of the budget, until it is closed. */
    static final class Reservation implements AutoCloseable {
        private final Semaphore lane;
        private final int units;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        private Reservation(Semaphore lane, int units) {
            this.lane = lane;
            this.units = units;
        }

        @Override
        public void close() {
            if (taken.compareAndSet(true, false)) {
                lane.release(units);
            }
        }
    }

    /** Returns the available budget for large bodies, in bytes. */
    long free() {
        return (long) large.availablePermits() * UNIT_BYTES;
    }

    /**
     * Reserves budget for a body; blocks. A body larger than the whole budget reserves all of it.
     *
     * @return the reservation; empty after a timeout
     */
    Optional<Reservation> reserve(long bytes) throws InterruptedException {
        Semaphore lane = bytes <= SMALL_BYTES ? small : large;
        int units = (int) Math.min(Math.ceilDiv(bytes, UNIT_BYTES), largest);
        return lane.tryAcquire(units, timeout.toNanos(), TimeUnit.NANOSECONDS)
                ? Optional.of(new Reservation(lane, units))
                : Optional.empty();
    }
}
