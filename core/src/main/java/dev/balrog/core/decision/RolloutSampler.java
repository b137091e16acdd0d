// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

/** Sampler that decides which requests a throttled rollout reaches. */
@FunctionalInterface
public interface RolloutSampler {
    /** Number of different samples. */
    int SAMPLES = 100;

    /** Returns a sample from 0 to 99. */
    int sample();
}
