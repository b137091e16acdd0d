// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.simulation;

/** Observer of a simulation on the server; called on another thread. */
@FunctionalInterface
public interface SimulationProgress {
    /** Observer that does nothing. */
    SimulationProgress NONE = (_, _) -> {};

    /**
     * Called up to ten times a second.
     *
     * @param evaluated number of requests that have been evaluated
     * @param requests number of requests to evaluate
     */
    void advanced(long evaluated, long requests);
}
