// SPDX-License-Identifier: MPL-2.0
package dev.balrog.bench.server;

import dev.balrog.bench.server.Wrk.Connections;
import java.io.IOException;
import java.time.Duration;

/**
 * What a server did in one run under load.
 *
 * @param requestsPerSecond how many requests it answered
 * @param processorMicros processor time per request, in microseconds
 * @param medianMillis half of the requests were answered in this time, in milliseconds
 * @param percentile99Millis 99 % of the requests were answered in this time, in milliseconds
 */
record Measurement(double requestsPerSecond, double processorMicros, double medianMillis, double percentile99Millis) {

    /** Puts a server under load and measures it. */
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
