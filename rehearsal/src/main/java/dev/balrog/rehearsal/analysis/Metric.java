// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.time.Duration;

/**
 * One thing that is measured of a canary.
 *
 * @param initialDelay how long to wait before the first measurement
 * @param interval how long from one measurement to the next
 * @param count how many measurements there are
 * @param success what a measurement has to fulfil
 * @param failureLimit how many measurements may fail; with one more the canary is given up
 * @param consecutiveErrorLimit how many measurements in a row may have no result
 * @param query what Prometheus is asked
 */
public record Metric(
        String name,
        Duration initialDelay,
        Duration interval,
        int count,
        Condition success,
        int failureLimit,
        int consecutiveErrorLimit,
        String query) {}
