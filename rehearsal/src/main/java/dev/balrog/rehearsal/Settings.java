// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.rehearsal.analysis.AnalysisTemplate;
import dev.balrog.rehearsal.analysis.RolloutSteps.Step;
import dev.balrog.rehearsal.process.Prometheus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of a rehearsal.
 *
 * @param from the JAR file to begin with
 * @param to the JAR file to deploy
 * @param rollout the steps of a canary rollout
 * @param analysis the analysis of canaries
 * @param perSecond the request rate of clients
 * @param liveWithin the maximum time from the acknowledgement of a change until it is live
 */
record Settings(Path from, Path to, List<Step> rollout, AnalysisTemplate analysis, int perSecond, Duration liveWithin) {
    /**
     * Arguments of the analysis for this environment. Intervals are shorter than in production, and
     * the latency limit is higher, since one host runs all processes; the queries and the other
     * limits are the same.
     */
    private static final Map<String, String> HERE =
            Map.of("window", "12s", "interval", "2s", "count", "3", "slow", "1.0");

    /** Returns the arguments of the analysis. */
    Map<String, String> arguments(String stableHash, String canaryHash) {
        Map<String, String> arguments = new HashMap<>(HERE);
        arguments.put("namespace", Prometheus.NAMESPACE);
        arguments.put("stable-hash", stableHash);
        arguments.put("canary-hash", canaryHash);
        return arguments;
    }
}
