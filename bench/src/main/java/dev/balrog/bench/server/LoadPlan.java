// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.time.Duration;

/**
 * How servers are put under load.
 *
 * @param wrk the load generator
 * @param run length of a run
 * @param rounds how often each server is measured
 */
record LoadPlan(Wrk wrk, Duration run, int rounds) {
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** Lets a server compile and cache what it wants to. */
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
