// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.analysis.AnalysisTemplate;
import dev.balrog.rehearsal.process.Prometheus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a rehearsal is told.
 *
 * @param from the program to begin with
 * @param to the program to deploy
 * @param analysis decides about canaries
 * @param perSecond how many requests clients make
 * @param liveWithin how long after its acknowledgement a change has to be live
 */
record Settings(Path from, Path to, AnalysisTemplate analysis, int perSecond, Duration liveWithin) {
    /** Shorter than in production, where nobody waits for it; the queries and the limits are the same. */
    private static final Map<String, String> TIMES = Map.of("window", "15s", "interval", "2s", "count", "5");

    /** The arguments of the analysis. */
    Map<String, String> arguments(String stableHash, String canaryHash) {
        return Map.of(
                "namespace",
                Prometheus.NAMESPACE,
                "stable-hash",
                stableHash,
                "canary-hash",
                canaryHash,
                "window",
                value("window"),
                "interval",
                value("interval"),
                "count",
                value("count"));
    }

    private static String value(String argument) {
        return TIMES.getOrDefault(argument, "");
    }
}
