// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.time.Duration;

/**
 * Parameters of a load test.
 *
 * @param wrk the load generator
 * @param run the duration of a run
 * @param rounds the number of measurements of each server
 */
record LoadPlan(Wrk wrk, Duration run, int rounds) {
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** Warms up a server, for compilation and caches. */
    void warmUp(ServerProcess server) throws IOException, InterruptedException {
        for (Connections mode : Connections.values()) {
            wrk.run(server.port(), mode, WARM_UP);
        }
    }

    /** Measures one run. */
    Measurement measure(ServerProcess server, Connections mode) throws IOException, InterruptedException {
        return Measurement.of(server, wrk, mode, run);
    }
}
