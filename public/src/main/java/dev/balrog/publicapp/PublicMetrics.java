// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.service.HttpService;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.ServerMetrics.ResponseKind;
import dev.balrog.service.ServerMetrics.Times;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What the public app counts and times. */
final class PublicMetrics {
    private static final String AUTOGRAPH_STATUS = "code.";

    private final ServerMetrics metrics;
    private final Map<Phase, Times> phases = new EnumMap<>(Phase.class);

    /** A part of the work on a request that is timed, under the names that it has always had. */
    enum Phase {
        PARSE_QUERY("client", "parse_query"),
        EVALUATE_RULES("client", "evaluate_rules"),
        PROCESS_RESPONSE_PRODUCTS("client", "process_response_products"),
        PROCESS_RESPONSE_BLOBS("client", "process_response_blobs"),
        MAKE_RESPONSE("client", "make_response"),
        EVALUATE_JSON_RULES("json", "evaluate_rules"),
        MAKE_JSON_RESPONSE("json", "make_response");

        private final String kind;
        private final String phase;

        Phase(String kind, String phase) {
            this.kind = kind;
            this.phase = phase;
        }
    }

    PublicMetrics(ServerMetrics metrics) {
        this.metrics = metrics;
        for (Phase phase : Phase.values()) {
            phases.put(phase, metrics.phase(phase.kind, phase.phase));
        }
    }

    /** The time to give to {@link #phaseEnded}, in nanoseconds from any origin. */
    long now() {
        return System.nanoTime();
    }

    /** Records that a phase ended that began at {@code start}; returns the time at which it ended. */
    long phaseEnded(Phase phase, long start) {
        long end = System.nanoTime();
        Objects.requireNonNull(phases.get(phase)).record(end - start);
        return end;
    }

    /** Counts an answer; only those to GET requests count, and none about the health of the server. */
    void answered(String method, String target, int status) {
        if (method.equals("GET") && !target.startsWith("/__")) {
            metrics.countResponse(kind(target), status);
        }
    }

    private static ResponseKind kind(String target) {
        if (target.startsWith("/update/")) {
            return ResponseKind.UPDATE;
        }
        if (target.startsWith("/json/")) {
            return ResponseKind.JSON;
        }
        return target.startsWith("/api/") ? ResponseKind.API : ResponseKind.UNKNOWN;
    }

    /** Counts what happens between the server and Autograph. */
    void signing(String event) {
        if (event.startsWith(AUTOGRAPH_STATUS)) {
            metrics.autographResponses(Integer.parseInt(event.substring(AUTOGRAPH_STATUS.length())))
                    .increment();
        } else {
            metrics.autographErrors(event).increment();
        }
    }

    /** Shows the state of the snapshot and of the connections. */
    void watch(SnapshotKeeper keeper, HttpService http) {
        metrics.gauge(
                "balrog.snapshot.age.seconds",
                "Since when the snapshot that is served is not known to be what the database holds.",
                () -> seconds(keeper.age()));
        metrics.gauge(
                "balrog.snapshot.rules",
                "Rules in the snapshot that is served.",
                () -> keeper.snapshot().rules().size());
        metrics.gauge(
                "balrog.snapshot.releases",
                "Releases in the snapshot that is served.",
                () -> keeper.snapshot().releaseCount());
        metrics.countedElsewhere(
                "balrog.snapshot.replacements", "How often the snapshot was replaced.", keeper::replacements);
        metrics.countedElsewhere("balrog.snapshot.failures", "How often looking for changes failed.", keeper::failures);
        metrics.gauge("balrog.http.connections", "Open connections.", http::openConnections);
        metrics.countedElsewhere(
                "balrog.http.connections.refused",
                "Connections that were closed because too many were open.",
                http::refusedConnections);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
