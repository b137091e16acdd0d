// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.expectation;

import java.util.List;

/**
 * Result of an expectation.
 *
 * @param expectation the expectation
 * @param broken number of requests that do not have the outcome; 0 where the expectation is held
 * @param examples the first of these requests, at most {@link #MAX_EXAMPLES}
 */
public record ExpectationResult(Expectation expectation, int broken, List<BrokenRequest> examples) {
    /** Largest number of requests that are listed. */
    public static final int MAX_EXAMPLES = 5;

    public ExpectationResult {
        examples = List.copyOf(examples);
    }

    /** Returns whether all requests have the outcome. */
    public boolean isHeld() {
        return broken == 0;
    }
}
