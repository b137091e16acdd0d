// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.simulation;

import dev.balrog.core.decision.RolloutSampler;
import java.util.Locale;

/** Side of the background rate on which a throttled request is answered. */
public enum RolloutSide {
    /** Within each rollout above 0 %: the client gets the mapping. */
    IN(0),
    /** Within complete rollouts only: the client gets the fallback mapping. */
    OUT(RolloutSampler.SAMPLES - 1);

    private final int sample;

    RolloutSide(int sample) {
        this.sample = sample;
    }

    /** Returns the rollout sample of such clients, 0 to 99. */
    public int sample() {
        return sample;
    }

    /** Returns the name in files and in the API. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
