// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.job;

import java.util.Map;

/**
 * Successful run of a job.
 *
 * @param started start, in milliseconds since 1970
 * @param finished end, in milliseconds since 1970
 * @param counts numbers that the run reports, by name
 */
public record JobRun(long started, long finished, Map<String, Long> counts) {
    public JobRun {
        counts = Map.copyOf(counts);
    }
}
