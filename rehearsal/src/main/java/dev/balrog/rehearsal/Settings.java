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
 * What a rehearsal is told.
 *
 * @param from the program to begin with
 * @param to the program to deploy
 * @param rollout what is done with canaries
 * @param analysis decides about canaries
 * @param perSecond how many requests clients make
 * @param liveWithin how long after its acknowledgement a change has to be live
 */
record Settings(Path from, Path to, List<Step> rollout, AnalysisTemplate analysis, int perSecond, Duration liveWithin) {
    /**
     * Shorter than in production, where nobody waits for it, and patient with a machine that does everything at once; the
     * queries and the other limits are the same.
     */
    private static final Map<String, String> HERE =
            Map.of("window", "12s", "interval", "2s", "count", "3", "slow", "1.0");

    /** The arguments of the analysis. */
    Map<String, String> arguments(String stableHash, String canaryHash) {
        Map<String, String> arguments = new HashMap<>(HERE);
        arguments.put("namespace", Prometheus.NAMESPACE);
        arguments.put("stable-hash", stableHash);
        arguments.put("canary-hash", canaryHash);
        return arguments;
    }
}
