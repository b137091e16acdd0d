// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Task that a thread of its own repeats until it is closed. The task handles its own failures: an
 * exception ends the thread.
 */
final class PeriodicTask implements AutoCloseable {
    private static final Duration LONGEST_RUN = Duration.ofSeconds(10);

    private final Duration interval;
    private final Runnable task;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private Duration pause = Duration.ZERO;

    /**
     * Creates a task that does nothing before {@link #start}.
     *
     * @param name name of the thread
     * @param interval pause after each run
     */
    PeriodicTask(String name, Duration interval, Runnable task) {
        this.interval = interval;
        this.task = task;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::repeat);
    }

    /** Runs the task at once, and then after each interval. To be called once. */
    void start() {
        thread.start();
    }

    /** Runs the task after each interval. To be called once. */
    void startLater() {
        pause = interval;
        thread.start();
    }

    private void repeat() {
        try {
            while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                task.run();
                pause = interval;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the repetition; waits a bounded time for a run that has begun. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            if (thread.isAlive()) {
                thread.join(LONGEST_RUN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
