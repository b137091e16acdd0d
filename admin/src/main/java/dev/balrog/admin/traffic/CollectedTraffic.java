// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import dev.balrog.core.traffic.RecordedTraffic;
import java.time.Instant;

/**
 * Sum of the traffic samples of the public apps.
 *
 * @param traffic the sum; it has at least one cell
 * @param apps number of public apps whose samples are in it
 * @param missing number of public apps that are known at present and whose samples are not in it
 * @param oldest time at which the oldest of the samples was fetched
 * @param newest time at which the newest of the samples was fetched
 */
public record CollectedTraffic(RecordedTraffic traffic, int apps, int missing, Instant oldest, Instant newest) {
    /**
     * Number of listed requests from which on simulations use a sample unless they ask for another
     * one: the standard error of a share is then below two percentage points.
     */
    private static final long ENOUGH_REQUESTS = 1_000;

    /** Returns whether simulations use it unless they ask for another sample. */
    public boolean isEnough() {
        return isEnough(traffic);
    }

    /** Returns whether a sample tells of enough requests to be useful by itself. */
    static boolean isEnough(RecordedTraffic sample) {
        return sample.listed() >= ENOUGH_REQUESTS;
    }
}
