// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

/** What the public app counts and times on each request. */
interface PublicMetrics {

    /** A part of the work on a request that is timed. */
    enum Phase {
        PARSE_QUERY,
        EVALUATE_RULES,
        MAKE_RESPONSE,
        EVALUATE_JSON_RULES,
        MAKE_JSON_RESPONSE
    }

    /** The time to give to {@link #phaseEnded}, in nanoseconds from any origin. */
    long now();

    /** Records that a phase ended that began at {@code start}; returns the time at which it ended. */
    long phaseEnded(Phase phase, long start);

    /** Counts an answer. */
    void answered(String method, String target, int status);
}
