// SPDX-License-Identifier: MPL-2.0
package dev.balrog.admin;

import dev.balrog.service.ErrorReporter;
import dev.balrog.service.ServerMetrics;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.audit.TamperDetector;
import dev.balrog.store.history.ObjectStore;
import dev.balrog.store.history.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the head of the audit log once a minute, as a log line, as metrics and to an object
 * store, and raises an alert when governed rows were changed outside Balrog. Runs in its own
 * thread.
 */
public final class AuditWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWatch.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** Time limit per minute for reading the tables of releases. */
    private static final Duration BUDGET = Duration.ofSeconds(5);
    /** Most findings of one check that are logged and reported individually. */
    private static final int MOST_REPORTED = 20;

    private final TamperDetector detector;
    private final Optional<ObjectStore> heads;
    private final InstantSource clock;
    private final ErrorReporter errors;
    private final PeriodicTask task = new PeriodicTask("audit-watch", INTERVAL, this::look);

    private volatile AuditHead head = AuditHead.NONE;
    private volatile int unexplained;
    private volatile Instant checkedAt;
    private AuditHead exported = AuditHead.NONE;
    private boolean failing;

    /**
     * Creates a watch that does nothing before {@link #start}.
     *
     * @param heads store to which heads are exported; empty for none
     */
    public AuditWatch(
            Database database,
            Optional<ObjectStore> heads,
            InstantSource clock,
            ServerMetrics metrics,
            ErrorReporter errors) {
        this.detector = new TamperDetector(database, BUDGET, System::nanoTime);
        this.heads = heads;
        this.clock = clock;
        this.errors = errors;
        this.checkedAt = clock.instant();
        metrics.gauge(
                "balrog.unexplained.changes",
                "Governed rows that the audit log does not explain, and flaws of the log.",
                () -> unexplained);
        metrics.gauge(
                "balrog.audit.head.sequence", "Number of the newest entry of the audit log.", () -> head.sequence());
        metrics.gauge(
                "balrog.audit.head.age.seconds",
                "Time since the newest entry of the audit log was written.",
                () -> head.sequence() == 0 ? 0 : (clock.millis() - head.millis()) / 1000.0);
        metrics.gauge(
                "balrog.audit.check.age.seconds",
                "Time since the governed rows were last compared with the audit log.",
                () -> Duration.between(checkedAt, clock.instant()).toMillis() / 1000.0);
    }

    /** Starts to check the log, at once and then every minute, until the watch is closed. */
    public AuditWatch start() {
        task.start();
        return this;
    }

    /** Compares the governed rows with the log, and exports the head. */
    void look() {
        try {
            TamperDetector.Report report = detector.check();
            head = report.head();
            unexplained = report.findings().size();
            checkedAt = clock.instant();
            failing = false;
            report.fresh().stream().limit(MOST_REPORTED).forEach(this::report);
            export(report.head());
        } catch (StoreException | ObjectStoreException e) {
            if (!failing) {
                failing = true;
                LOG.error("The audit log can't be checked or exported: {}", e.getMessage());
                errors.report(e, Map.of("activity", "check audit log"));
            }
        }
    }

    private void report(AuditFinding finding) {
        LOG.atError()
                .addKeyValue("finding", finding.json().toString())
                .log("Changed outside the audit log: {}", finding);
        errors.report(new UnexplainedChangeException(finding), Map.of("activity", "check audit log"));
    }

    private void export(AuditHead newest) {
        LOG.atInfo()
                .addKeyValue("audit_sequence", newest.sequence())
                .addKeyValue("audit_hash", newest.hash())
                .addKeyValue("unexplained", unexplained)
                .log("Head of the audit log: {}", newest);
        if (heads.isPresent() && !newest.equals(exported)) {
            String name = String.format(
                    Locale.ROOT,
                    "audit/head-%012d-%s.json",
                    newest.sequence(),
                    newest.hash().substring(0, 16));
            String content = "{\"sequence\":" + newest.sequence() + ",\"hash\":\"" + newest.hash() + "\",\"timestamp\":"
                    + newest.millis() + ",\"exported\":" + clock.millis() + "}\n";
            heads.get().put(name, content.getBytes(StandardCharsets.UTF_8));
            exported = newest;
        }
    }

    @Override
    public void close() {
        task.close();
        detector.close();
    }

    /** Signals a change that was made outside Balrog. */
    private static final class UnexplainedChangeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnexplainedChangeException(AuditFinding finding) {
            super(finding.toString());
        }
    }
}
