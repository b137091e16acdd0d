// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Result of an analysis.
 *
 * @param good whether the canary may be promoted
 * @param reason the reason why not; empty if it may
 * @param last the last value of each metric; NaN if there was none
 */
public record Verdict(boolean good, String reason, Map<String, Double> last) {
    /** Verdict before any measurement: no objection. */
    public static final Verdict NONE = new Verdict(true, "", Map.of());

    /** Returns the last values on one line. */
    public String values() {
        return last.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.format(Locale.ROOT, "%.4f", entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
