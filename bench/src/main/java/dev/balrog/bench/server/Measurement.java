// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.time.Duration;

/**
 * Measurement of a server in one run under load.
 *
 * @param requestsPerSecond the throughput
 * @param processorMicros the CPU time per request, in microseconds
 * @param medianMillis the median latency, in milliseconds
 * @param percentile99Millis the p99 latency, in milliseconds
 */
record Measurement(double requestsPerSecond, double processorMicros, double medianMillis, double percentile99Millis) {

    /** Runs a load test against a server and measures it. */
    static Measurement of(ServerProcess server, Wrk wrk, Connections mode, Duration duration)
            throws IOException, InterruptedException {
        Duration before = server.processorTime();
        Wrk.Load load = wrk.run(server.port(), mode, duration);
        Duration used = server.processorTime().minus(before);
        return new Measurement(
                load.requestsPerSecond(),
                used.toNanos() / 1e3 / load.requests(),
                load.median().toNanos() / 1e6,
                load.percentile99().toNanos() / 1e6);
    }
}
