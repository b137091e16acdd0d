// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.service.HttpService;
import dev.balrog.service.ServerMetrics;

/** What the admin app counts and times. */
final class AdminMetrics {
    private final ServerMetrics metrics;

    AdminMetrics(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    /** Records how long an operation took, and what kind of status it was answered with. */
    void answered(Operation operation, int status, long nanos) {
        metrics.times(
                        "balrog.admin.requests",
                        "How long the operations of the admin API take.",
                        "endpoint_" + operation.metric(),
                        "operation",
                        operation.id(),
                        "status",
                        status / 100 + "xx")
                .record(nanos);
    }

    /** Shows the state of the connections. */
    void watch(HttpService http) {
        metrics.gauge("balrog.http.connections", "Open connections.", http::openConnections);
        metrics.countedElsewhere(
                "balrog.http.connections.refused",
                "Connections that were closed because too many were open.",
                http::refusedConnections);
    }
}
