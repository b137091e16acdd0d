// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchdog that ends the process when an event loop is stuck, so that it is restarted.
 *
 * <p>Runs on a dedicated thread and allocates almost nothing. Time in which this thread did not run
 * either, since the process was suspended or had no CPU, does not count.
 */
final class EventLoopWatchdog implements AutoCloseable {

    /** Exit code of the process; {@code EX_SOFTWARE} in {@code sysexits.h}. */
    static final int EXIT_CODE = 70;

    private static final Logger LOG = LoggerFactory.getLogger(EventLoopWatchdog.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);
    private static final int CHECKS_PER_TIMEOUT = 4;
    private static final int FRAMES = 8;
    private static final Duration LOG_TIMEOUT = Duration.ofSeconds(2);

    private final List<HttpListener> listeners;
    private final long timeoutNanos;
    private final long intervalNanos;
    private final IntConsumer exit;
    private final Thread thread;

    private EventLoopWatchdog(List<HttpListener> listeners, Duration timeout, IntConsumer exit) {
        this.listeners = listeners;
        this.timeoutNanos = timeout.toNanos();
        this.intervalNanos = Math.min(LONGEST_INTERVAL.toNanos(), timeoutNanos / CHECKS_PER_TIMEOUT);
        this.exit = exit;
        this.thread = Thread.ofPlatform().name("event-loop-watchdog").daemon().unstarted(this::watch);
    }

    /**
     * Starts the watchdog.
     *
     * @param timeout maximum time for which an event loop may be stuck
     * @param exit function that ends the process with an exit code
     */
    static EventLoopWatchdog start(List<HttpListener> listeners, Duration timeout, IntConsumer exit) {
        EventLoopWatchdog watchdog = new EventLoopWatchdog(listeners, timeout, exit);
        watchdog.thread.start();
        return watchdog;
    }

    private static final class Observed {
        private long ticks = -1;
        private long stuckNanos;
    }

    private void watch() {
        Map<HttpListener, Observed> loops = new HashMap<>();
        long before = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(Duration.ofNanos(intervalNanos));
            } catch (InterruptedException stopped) {
                return;
            }
            long now = System.nanoTime();
            long passed = Math.min(now - before, 2 * intervalNanos);
            before = now;
            for (HttpListener listener : listeners) {
                Observed observed = loops.computeIfAbsent(listener, _ -> new Observed());
                long ticks = listener.ticks();
                observed.stuckNanos = ticks == observed.ticks ? observed.stuckNanos + passed : 0;
                observed.ticks = ticks;
                if (observed.stuckNanos >= timeoutNanos) {
                    end(listener);
                    return;
                }
            }
        }
    }

    private void end(HttpListener listener) {
        Thread stuck = listener.thread();
        String name = stuck == null ? "An event loop" : "Event loop " + stuck.getName();
        String frames = stuck == null
                ? ""
                : Arrays.stream(stuck.getStackTrace())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
        // On a separate thread, since the log may be stuck for the same reason.
        Thread logging = Thread.ofPlatform()
                .daemon()
                .start(() -> LOG.error(
                        "{} has been stuck for {} s: the process ends with exit code {}. It was in: {}",
                        name,
                        Duration.ofNanos(timeoutNanos).toSeconds(),
                        EXIT_CODE,
                        frames));
        try {
            logging.join(LOG_TIMEOUT);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        exit.accept(EXIT_CODE);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
