// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has work done one after the other within this process, in the order in which it comes.
 *
 * <p>The database would see to it as well. But those who wait there hold a connection each, so that soon nobody can read
 * any more; SQLite has no order of waiting; and it waits in native code, where virtual threads keep the thread that
 * carries them, so that on few cores the one who is waited for could not go on.
 */
final class WriteLock {
    private final Semaphore free = new Semaphore(1, true);

    /**
     * Does the work when all that came before is done.
     *
     * @throws BusyException when that takes longer than this, or the thread is interrupted
     */
    <T> T await(Duration patience, Supplier<T> work) {
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BusyException("Other changes are being made, and were not done within " + patience.toSeconds()
                        + " s: try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException("Interrupted while other changes were being made");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }
}
