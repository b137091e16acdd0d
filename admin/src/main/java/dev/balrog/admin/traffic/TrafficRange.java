// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.time.Duration;
import java.util.Arrays;

/** Time until now that a chart shows. */
public enum TrafficRange {
    HOUR("1h", Duration.ofHours(1), Duration.ofMinutes(1), "3m", Duration.ofSeconds(15)),
    DAY("24h", Duration.ofDays(1), Duration.ofMinutes(20), "20m", Duration.ofMinutes(1)),
    WEEK("7d", Duration.ofDays(7), Duration.ofHours(2), "2h", Duration.ofMinutes(5));

    private final String label;
    private final Duration length;
    private final Duration step;
    private final String window;
    private final Duration fresh;

    /**
     * Creates a range.
     *
     * @param window time that each point is the average of, in PromQL; at least the step, so that
     *     no answer is left out, and several intervals of scrapes
     * @param fresh age up to which the points are shown again
     */
    TrafficRange(String label, Duration length, Duration step, String window, Duration fresh) {
        this.label = label;
        this.length = length;
        this.step = step;
        this.window = window;
        this.fresh = fresh;
    }

    Duration length() {
        return length;
    }

    /** Returns the time between two points. */
    Duration step() {
        return step;
    }

    String window() {
        return window;
    }

    Duration fresh() {
        return fresh;
    }

    /** Returns the number of points. */
    int points() {
        return (int) length.dividedBy(step) + 1;
    }

    /**
     * Returns the range with a name of the API.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrafficRange of(String label) {
        return Arrays.stream(values())
                .filter(range -> range.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no range " + label));
    }
}
