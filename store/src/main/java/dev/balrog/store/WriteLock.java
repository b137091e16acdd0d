// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Fair write lock within this process: executes work sequentially, in the order of arrival.
 *
 * <p>The database has a write lock as well, but a thread that waits for it occupies a connection,
 * so that soon none would be left for readers. SQLite's lock is not fair, and waits in native code,
 * which pins the carrier threads of virtual threads, so that on few cores the lock holder could not
 * continue.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Readers%E2%80%93writer_lock">Readers–writer lock</a>
 */
final class WriteLock {
    private final Semaphore free = new Semaphore(1, true);

    /**
     * Executes the work after all earlier work.
     *
     * @throws BusyException when the lock is not acquired within the timeout, or the thread is
     *     interrupted
     */
    <T> T await(Duration timeout, Supplier<T> work) {
        try {
            if (!free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException(
                        "Other changes held the write lock for more than " + timeout.toSeconds() + " s; retry later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("Interrupted while waiting for the write lock");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
