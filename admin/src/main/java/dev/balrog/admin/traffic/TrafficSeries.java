// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin.traffic;

import java.util.List;

/**
 * Answers of one channel, rule or release over time.
 *
 * @param product product of the rule or release, {@code any} for rules that name none
 * @param name channel, number of the rule, or name of the release
 * @param rates answers per second at each point in time
 */
public record TrafficSeries(String product, String name, List<Double> rates) {
    public TrafficSeries {
        rates = List.copyOf(rates);
    }

    /** Returns the sum of all points, by which series are compared. */
    double sum() {
        return rates.stream().mapToDouble(Double::doubleValue).sum();
    }
}
