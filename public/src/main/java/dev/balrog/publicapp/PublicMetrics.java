// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.decision.AnswerOutcome;
import dev.balrog.core.decision.UpdateAnswers;
import dev.balrog.core.decision.UpdateAnswers.Phase;
import dev.balrog.core.snapshot.IncompleteSuperblob;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.verify.Finding;
import dev.balrog.publicapp.signing.ContentSigner;
import dev.balrog.publicapp.signing.SigningEvents;
import dev.balrog.service.HttpService;
import dev.balrog.service.ServerMetrics;
import dev.balrog.service.ServerMetrics.Durations;
import dev.balrog.service.ServerMetrics.ResponseKind;
import dev.balrog.service.ServerMetrics.Times;
import dev.balrog.store.ConnectionPool;
import dev.balrog.store.CountingSocketFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Metrics of the public app. */
final class PublicMetrics implements UpdateAnswers.Timer {
    /** Statuses of server errors that responses can have. */
    private static final int[] SERVER_ERRORS = {500, 501, 502, 503, 504};

    private static final String AUTOGRAPH_STATUS = "code.";

    private static final String CLIENT = "client";
    private static final String JSON = "json";

    private final ServerMetrics metrics;
    private final Times parsing;
    private final Durations requests;
    private final AnswerCounts answers;
    private final AnswerFailures failures;
    private final Map<Phase, Times> phases = new EnumMap<>(Phase.class);

    /**
     * Creates the meters.
     *
     * @param failures receiver of each failed response
     */
    PublicMetrics(ServerMetrics metrics, AnswerFailures failures) {
        this.metrics = metrics;
        this.failures = failures;
        this.parsing = metrics.phase(CLIENT, "parse_query");
        this.requests = metrics.durations("balrog_request_seconds", "Time from a GET request to its response.");
        this.answers = new AnswerCounts(metrics);
        // Prometheus sees no increase of a counter whose first value is 1.
        SigningEvents.ERRORS.forEach(metrics::autographErrors);
        metrics.exportResponses(SERVER_ERRORS);
        for (Phase phase : Phase.values()) {
            phases.put(phase, times(phase));
        }
    }

    /** Returns the timer of a phase, under the name that Mozilla's Balrog uses. */
    private Times times(Phase phase) {
        return switch (phase) {
            case EVALUATE_RULES -> metrics.phase(CLIENT, "evaluate_rules");
            case PROCESS_RESPONSE_PRODUCTS -> metrics.phase(CLIENT, "process_response_products");
            case PROCESS_RESPONSE_BLOBS -> metrics.phase(CLIENT, "process_response_blobs");
            case MAKE_RESPONSE -> metrics.phase(CLIENT, "make_response");
            case EVALUATE_JSON_RULES -> metrics.phase(JSON, "evaluate_rules");
            case MAKE_JSON_RESPONSE -> metrics.phase(JSON, "make_response");
        };
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public long phaseEnded(Phase phase, long start) {
        long end = System.nanoTime();
        Objects.requireNonNull(phases.get(phase)).record(end - start);
        return end;
    }

    @Override
    public void answered(Snapshot snapshot, AnswerOutcome outcome) {
        answers.count(outcome);
        if (outcome instanceof AnswerOutcome.Failed failed) {
            failures.report(snapshot, failed);
        }
    }

    /** Notes the snapshot that requests are answered from, from now on. */
    void serving(Snapshot snapshot) {
        answers.serve(snapshot);
    }

    /** Records the time to parse a URL, since {@code start}. */
    void queryParsed(long start) {
        parsing.record(now() - start);
    }

    /**
     * Records the response to a request that arrived at {@code start}. Only GET requests count,
     * except health checks.
     */
    void answered(String method, String target, int status, long start) {
        if (method.equals("GET") && !target.startsWith("/__")) {
            requests.record(now() - start);
            metrics.countResponse(kind(target), status);
        }
    }

    private static ResponseKind kind(String asked) {
        String target = asked.startsWith("//") ? asked.replaceFirst("^/+", "/") : asked;
        if (target.startsWith("/update/")) {
            return ResponseKind.UPDATE;
        }
        if (target.startsWith("/json/")) {
            return ResponseKind.JSON;
        }
        return target.startsWith("/api/") ? ResponseKind.API : ResponseKind.UNKNOWN;
    }

    /**
     * Exports the earliest expiry of a certificate of the local signing key; infinity without such
     * a key.
     */
    void watchCertificate(ContentSigner signer) {
        double expiry = signer.certificateExpiry()
                .map(Instant::getEpochSecond)
                .map(Long::doubleValue)
                .orElse(Double.POSITIVE_INFINITY);
        metrics.gauge(
                "balrog.signing.certificate.expiry.timestamp.seconds",
                "First expiry of a certificate of the local signing key, in seconds since 1970; +Inf without such a key.",
                () -> expiry);
    }

    /** Counts an outcome of a signature request. */
    void signing(String event) {
        if (event.startsWith(AUTOGRAPH_STATUS)) {
            metrics.autographResponses(Integer.parseInt(event.substring(AUTOGRAPH_STATUS.length())))
                    .increment();
        } else {
            metrics.autographErrors(event).increment();
        }
    }

    /** Exports the state of the snapshot and of all connections. */
    void watch(SnapshotKeeper keeper, HttpService http, ConnectionPool database) {
        metrics.connectionPool(database::active, database::idle, database::waiting, database.max());
        metrics.databaseLoad(
                database::statements, CountingSocketFactory::sentBytes, CountingSocketFactory::receivedBytes);
        metrics.gauge(
                "balrog.snapshot.age.seconds",
                "Seconds since the served snapshot was last known to match the database.",
                () -> seconds(keeper.age()));
        metrics.gauge(
                "balrog.snapshot.held",
                "1 while the database has changes that are not served, because the audit log does not explain them.",
                () -> keeper.isHolding() ? 1 : 0);
        metrics.gauge(
                "balrog.snapshot.rules",
                "Rules in the snapshot that is served.",
                () -> keeper.snapshot().rules().size());
        metrics.gauge(
                "balrog.snapshot.releases",
                "Releases in the snapshot that is served.",
                () -> keeper.snapshot().releaseCount());
        metrics.gauge(
                "balrog.incomplete.superblobs",
                "Superblobs served as no update, because a release that they need is missing or unreadable.",
                () -> IncompleteSuperblob.in(keeper.snapshot()).size());
        metrics.countedElsewhere("balrog.snapshot.replacements", "Replacements of the snapshot.", keeper::replacements);
        metrics.countedElsewhere("balrog.snapshot.failures", "Failed polls for changes.", keeper::failures);
        http.watch(metrics);
    }

    /** Exports the load of the read-only API. */
    void watch(ApiBulkhead bulkhead) {
        metrics.gauge(
                "balrog.api.requests.in.flight",
                "Requests to the read-only API that are in flight.",
                bulkhead::inFlight);
        metrics.gauge(
                "balrog.api.bytes",
                "Bytes of distinct responses of the read-only API that are in flight.",
                bulkhead::bytes);
        metrics.countedElsewhere(
                "balrog.api.requests.rejected",
                "Requests to the read-only API that were rejected with 503 because of overload.",
                bulkhead::rejected);
    }

    /** Exports the state of the cache of rendered responses. */
    void watch(SnapshotBodyCache bodies) {
        String name = "balrog.body.cache.requests";
        String description = "Responses whose body was looked up in the cache of rendered responses, by result.";
        metrics.countedElsewhere(name, description, bodies::hits, "result", "hit");
        metrics.countedElsewhere(name, description, bodies::misses, "result", "miss");
        metrics.gauge("balrog.body.cache.bytes", "Memory of the cache of rendered responses, in bytes.", bodies::bytes);
    }

    /** Exports the findings of the verification of responses. */
    void watch(SnapshotVerifier verifier) {
        for (Finding.Kind kind : Finding.Kind.values()) {
            metrics.gauge(
                    "balrog.snapshot.releases.findings",
                    "Releases in the snapshot with bad responses, by what is wrong with them.",
                    () -> verifier.counts().releases().getOrDefault(kind, 0L),
                    "kind",
                    kind.label());
        }
        metrics.gauge(
                "balrog.snapshot.releases.withheld",
                "Releases that are not served because of their responses.",
                () -> verifier.counts().withheld());
        metrics.gauge(
                "balrog.snapshot.releases.unverified",
                "Releases in the snapshot whose responses are yet to be verified.",
                () -> verifier.counts().pending());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
