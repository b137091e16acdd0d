// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal.analysis;

import java.io.IOException;
import java.util.List;

/** Answers queries. */
@FunctionalInterface
public interface MetricSource {
    /**
     * The values that a query has now; empty when there are none.
     *
     * @throws IOException when the query can't be answered
     */
    List<Double> query(String query) throws IOException, InterruptedException;
}
