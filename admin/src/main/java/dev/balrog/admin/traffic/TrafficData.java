// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.time.Instant;
import java.util.List;

/**
 * Answers over time.
 *
 * @param times times of the points
 * @param counted for each point, whether Prometheus had counted anything then
 * @param series all series, in any order
 */
public record TrafficData(List<Instant> times, List<Boolean> counted, List<TrafficSeries> series) {
    public TrafficData {
        times = List.copyOf(times);
        counted = List.copyOf(counted);
        series = List.copyOf(series);
    }
}
