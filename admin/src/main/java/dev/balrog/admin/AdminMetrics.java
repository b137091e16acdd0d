// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.admin.contract.Operation;
import dev.balrog.service.HttpService;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.ServerMetrics.Durations;
import dev.balrog.service.ServerMetrics.Times;
import java.util.Collection;

/** Metrics of the admin app. */
final class AdminMetrics {
    private static final int SERVER_ERROR = 500;

    private final ServerMetrics metrics;
    private final Durations requests;

    AdminMetrics(ServerMetrics metrics) {
        this.metrics = metrics;
        this.requests = metrics.durations("balrog_request_seconds", "Time from a request to the end of its response.");
    }

    /**
     * Exports the counters of server errors of all operations, as 0 until there is one. Prometheus
     * sees no increase of a counter whose first value is 1.
     */
    void exportServerErrors(Collection<Operation> operations) {
        operations.forEach(operation -> times(operation, SERVER_ERROR));
    }

    /** Records the duration and the status class of a request to an operation. */
    void answered(Operation operation, int status, long nanos) {
        requests.record(nanos);
        times(operation, status).record(nanos);
    }

    private Times times(Operation operation, int status) {
        return metrics.times(
                "balrog.admin.requests",
                "Duration of admin API operations.",
                "endpoint_" + operation.metric(),
                "operation",
                operation.id(),
                "status",
                status / 100 + "xx");
    }

    /** Exports the metrics of the HTTP connections. */
    void watch(HttpService http) {
        http.watch(metrics);
    }

    /** Exports the metrics of clients without a login. */
    void watch(AnonymousBulkhead anonymous) {
        metrics.gauge(
                "balrog.anonymous.bytes",
                "Bytes of responses to clients without a login that are in flight.",
                anonymous::bytes);
        metrics.countedElsewhere(
                "balrog.anonymous.requests.rejected",
                "Requests without a login that were rejected with 503 because of overload.",
                anonymous::rejected);
    }
}
