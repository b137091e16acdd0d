// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.util.List;

/** Source of metrics. */
@FunctionalInterface
public interface MetricSource {
    /**
     * Returns the current values of a query; empty if there are none.
     *
     * @throws IOException if the query fails
     */
    List<Double> query(String query) throws IOException, InterruptedException;
}
