// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.time.Duration;

/**
 * Metric of a canary.
 *
 * @param initialDelay the delay before the first measurement
 * @param interval the time between measurements
 * @param count the number of measurements
 * @param success the success condition of a measurement
 * @param failureLimit the number of tolerated failures; one more aborts the canary
 * @param consecutiveErrorLimit the number of tolerated consecutive measurements without a result
 * @param query the Prometheus query
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
