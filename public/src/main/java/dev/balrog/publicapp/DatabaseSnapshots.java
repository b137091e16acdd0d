// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.service.ErrorReporter;
import dev.balrog.store.ChangeDetector;
import dev.balrog.store.ChangeDetector.Fingerprint;
import dev.balrog.store.Database;
import dev.balrog.store.StoreException;
import dev.balrog.store.audit.AuditFinding;
import dev.balrog.store.audit.AuditHead;
import dev.balrog.store.snapshot.LoadedSnapshot;
import dev.balrog.store.snapshot.ReleaseProblem;
import dev.balrog.store.snapshot.SnapshotLoader;
import dev.balrog.store.snapshot.SnapshotSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads snapshots from a database, and spools each to disk for the next start. */
final class DatabaseSnapshots implements SnapshotFeed {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSnapshots.class);

    /**
     * Time limit for verifying releases before a snapshot is served; a change must be live within
     * two seconds.
     */
    private static final Duration BEFORE_SERVING = Duration.ofMillis(500);

    /**
     * Time limit for the first snapshot, which delays the start of the app. The remaining releases
     * are verified while it serves, as after each change.
     */
    private static final Duration BEFORE_FIRST = Duration.ofSeconds(2);

    /** Time limit for verifying releases between two polls. */
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(200);

    private final ChangeDetector detector;
    private final SnapshotLoader loader;
    private final Optional<SnapshotSpool> spool;
    private final SnapshotVerifier verifier;
    private final ErrorReporter errors;
    private final Set<ReleaseProblem> reported = new HashSet<>();
    private final Set<String> reportedChannels = new HashSet<>();
    private final boolean hold;
    private @Nullable Fingerprint loaded;
    private @Nullable Held held;
    private long polledSequence;
    private long coveredSequence;

    /**
     * Database state that is not served.
     *
     * @param fingerprint fingerprint of the state
     * @param head newest entry of the audit log at that time
     * @param first first finding of the audit
     */
    private record Held(Fingerprint fingerprint, AuditHead head, AuditFinding first) {}

    /**
     * Creates the feed.
     *
     * @param spoolDirectory directory for the last snapshot; empty for no spool
     * @param unexplained treatment of rows that the audit log does not explain
     * @param verifier verifier of the snapshots that are served
     * @throws StoreException if the directory can't be written to
     */
    DatabaseSnapshots(
            Database database,
            Optional<Path> spoolDirectory,
            UnexplainedChanges unexplained,
            SnapshotVerifier verifier,
            ErrorReporter errors) {
        this.detector = new ChangeDetector(database);
        this.loader = new SnapshotLoader(database, this::report, unexplained == UnexplainedChanges.HOLD);
        this.hold = unexplained == UnexplainedChanges.HOLD;
        this.spool = spoolDirectory.map(SnapshotSpool::new);
        this.verifier = verifier;
        this.errors = errors;
    }

    @Override
    public Optional<Snapshot> poll() {
        // Taken before loading, so that the next poll detects changes committed in the meantime.
        Fingerprint now = detector.fingerprint();
        long polledBefore = polledSequence;
        polledSequence = now.auditSequence();
        if (held == null && now.sameAs(loaded)) {
            // The server may show an entry of the audit log before it reports its tables as changed,
            // but not until the next poll.
            coveredSequence = Math.max(coveredSequence, polledBefore);
            return verifier.resume(BETWEEN_POLLS);
        }
        // Also taken before loading. An acknowledgement changes only the audit log.
        AuditHead head = hold ? loader.auditHead() : AuditHead.NONE;
        if (held != null && now.sameAs(held.fingerprint) && head.equals(held.head)) {
            return verifier.resume(BETWEEN_POLLS);
        }
        LoadedSnapshot snapshot = loader.load();
        if (!snapshot.unexplained().isEmpty()) {
            holdBack(new Held(now, head, snapshot.unexplained().getFirst()));
            return Optional.empty();
        }
        if (held != null) {
            LOG.info("The audit log explains all rows again: serving them.");
            held = null;
        }
        Snapshot verified = verifier.verify(snapshot.snapshot(), loaded == null ? BEFORE_FIRST : BEFORE_SERVING);
        loaded = now;
        coveredSequence = now.auditSequence();
        snapshot.snapshot().rules().unsupportedChannels().forEach(this::reportChannel);
        keep(snapshot);
        return Optional.of(verified);
    }

    /**
     * Keeps serving the last snapshot that the audit log explains.
     *
     * @throws StoreException if this run has loaded none
     */
    private void holdBack(Held state) {
        Held before = held;
        held = state;
        String message = "Changes are not served, because the audit log does not explain them: " + state.first;
        if (before == null || !before.first.equals(state.first)) {
            LOG.error("{}", message);
            errors.report(new UnexplainedChangeException(message), Map.of("activity", "load snapshot"));
        }
        if (loaded == null) {
            throw new StoreException(message);
        }
    }

    @Override
    public boolean isHolding() {
        return held != null;
    }

    @Override
    public long coveredSequence() {
        return coveredSequence;
    }

    private void keep(LoadedSnapshot snapshot) {
        try {
            spool.ifPresent(directory -> directory.write(snapshot));
        } catch (StoreException e) {
            // Serving continues; only a restart without the database would need the spool.
            LOG.error("The snapshot can't be kept for a restart: {}", e.getMessage());
            errors.report(e, Map.of("activity", "spool snapshot"));
        }
    }

    /** Reports each problem once, not at each load. */
    private void report(ReleaseProblem problem) {
        if (reported.add(problem)) {
            LOG.error("Release {} is left out: {}", problem.name(), problem.reason());
            errors.report(new UnreadableReleaseException(problem), Map.of("release", problem.name()));
        }
    }

    private void reportChannel(long rule, String reason) {
        if (reportedChannels.add(rule + " " + reason)) {
            LOG.error("Rule {} matches nothing, because its channel is not supported: {}", rule, reason);
        }
    }

    @Override
    public Optional<Snapshot> last() {
        return spool.flatMap(SnapshotSpool::read).map(snapshot -> verifier.verify(snapshot, BEFORE_FIRST));
    }

    @Override
    public void close() {
        detector.close();
    }

    /** Change that is not served because the audit log does not explain it. */
    private static final class UnexplainedChangeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnexplainedChangeException(String message) {
            super(message);
        }
    }

    /** Release that can't be read and is left out of the snapshot. */
    private static final class UnreadableReleaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableReleaseException(ReleaseProblem problem) {
            super("Release " + problem.name() + " is left out: " + problem.reason());
        }
    }
}
