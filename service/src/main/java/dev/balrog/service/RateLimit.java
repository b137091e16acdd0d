// SPDX-License-Identifier: MPL-2.0
package dev.balrog.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Rate limiter that admits one error of a kind per interval, and counts the others. */
final class RateLimit {

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final int MAX_KINDS = 1_000;

    private final InstantSource clock;
    private final Map<String, Window> windows = new HashMap<>();

    RateLimit(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Decides whether to admit an error.
     *
     * @return the number of suppressed errors of its kind since the last admitted one; -1 if this
     *     one is suppressed
     */
    synchronized int pass(Throwable error) {
        Instant now = clock.instant();
        if (windows.size() >= MAX_KINDS) {
            windows.values().removeIf(window -> window.isOver(now));
        }
        String kind = kind(error);
        Window window = windows.get(kind);
        if (window != null && !window.isOver(now)) {
            window.heldBack++;
            return -1;
        }
        if (windows.size() >= MAX_KINDS && window == null) {
            return -1;
        }
        windows.put(kind, new Window(now));
        return window == null ? 0 : window.heldBack;
    }

    /**
     * Returns the kind of an error: its class and the place in the code that threw it, whatever its
     * message.
     */
    private static String kind(Throwable error) {
        StackTraceElement[] trace = error.getStackTrace();
        return error.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
    }

    private static final class Window {

        private final Instant begin;
        private int heldBack;

        Window(Instant begin) {
            this.begin = begin;
        }

        boolean isOver(Instant now) {
            return !now.isBefore(begin.plus(INTERVAL));
        }
    }
}
