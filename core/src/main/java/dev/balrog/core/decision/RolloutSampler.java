// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.decision;

/** The die that decides which requests a throttled rollout reaches. */
@FunctionalInterface
public interface RolloutSampler {
    /** How many sides there are. */
    int SAMPLES = 100;

    /** A number from 0 to 99. */
    int sample();
}
