// SPDX-License-Identifier: MPL-2.0
package dev.balrog.publicapp;

import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.release.validation.ContentChecks;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ReleaseVerification;
import dev.balrog.core.verify.VerificationReport;
import dev.balrog.service.ErrorReporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the responses of the releases in snapshots, and withholds releases that must not be
 * served, as if they were unreadable.
 *
 * <p>A release is verified again only after its content changes. Within a time limit, releases are
 * verified before a snapshot is served, and the remaining ones afterwards. Until then they are safe
 * to serve, since harmful content is also escaped and filtered in each response. Used by one
 * thread; the counts are thread-safe.
 */
final class SnapshotVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotVerifier.class);

    private final ReleaseVerification verification;
    private final ContentChecks checks;
    private final ErrorReporter errors;

    /**
     * Reports on the releases of the last snapshot. The loader reuses the object of an unchanged
     * release.
     */
    private IdentityHashMap<StoredRelease, VerificationReport> reports = new IdentityHashMap<>();

    private @Nullable Snapshot whole;
    private Set<String> pending = Set.of();
    private volatile Counts counts = Counts.NONE;

    /**
     * State of the snapshot that is served.
     *
     * @param releases the number of releases with findings, by kind
     * @param withheld the number of releases that are not served
     * @param pending the number of releases whose verification is pending
     */
    record Counts(Map<Finding.Kind, Long> releases, long withheld, long pending) {
        static final Counts NONE = new Counts(Map.of(), 0, 0);
    }

    SnapshotVerifier(UrlPolicy policy, ContentChecks checks, ErrorReporter errors) {
        this.verification = new ReleaseVerification(policy);
        this.checks = checks;
        this.errors = errors;
    }

    /** Returns the counts of the last snapshot. */
    Counts counts() {
        return counts;
    }

    /**
     * Verifies a new snapshot, and returns it without the releases that must not be served.
     *
     * @param limit time after which no further release is verified
     */
    Snapshot verify(Snapshot snapshot, Duration limit) {
        // Nothing is served yet, so all processors are free.
        int atOnce = whole == null ? Runtime.getRuntime().availableProcessors() : 1;
        IdentityHashMap<StoredRelease, VerificationReport> known = reports;
        reports = new IdentityHashMap<>();
        whole = snapshot;
        pending = new TreeSet<>();
        for (String name : snapshot.releaseNames()) {
            StoredRelease release = release(snapshot, name);
            VerificationReport report = known.get(release);
            if (report == null) {
                pending.add(name);
            } else {
                reports.put(release, report);
            }
        }
        verifyPending(snapshot, limit, atOnce);
        return served(snapshot);
    }

    /**
     * Verifies further releases of the last snapshot.
     *
     * @param limit as for {@link #verify}
     * @return the new snapshot if it withholds further releases; otherwise empty
     */
    Optional<Snapshot> resume(Duration limit) {
        Snapshot snapshot = whole;
        if (snapshot == null || pending.isEmpty()) {
            return Optional.empty();
        }
        long withheld = counts.withheld;
        verifyPending(snapshot, limit, 1);
        Snapshot served = served(snapshot);
        return counts.withheld > withheld ? Optional.of(served) : Optional.empty();
    }

    /**
     * Verifies pending releases.
     *
     * @param atOnce number of releases to verify in parallel
     */
    private void verifyPending(Snapshot snapshot, Duration limit, int atOnce) {
        long start = System.nanoTime();
        Deque<String> left = new ArrayDeque<>(pending);
        while (!left.isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            List<StoredRelease> releases = new ArrayList<>();
            while (!left.isEmpty() && releases.size() < atOnce) {
                releases.add(release(snapshot, left.remove()));
            }
            List<VerificationReport> verified =
                    releases.parallelStream().map(this::verify).toList();
            for (int i = 0; i < verified.size(); i++) {
                reports.put(releases.get(i), verified.get(i));
                report(releases.get(i), verified.get(i));
            }
        }
        pending = new TreeSet<>(left);
    }

    private VerificationReport verify(StoredRelease release) {
        try {
            return verification.verify(release);
        } catch (RuntimeException bug) {
            // A failed verification must not affect other releases; this one is served as far as
            // possible.
            errors.report(bug, Map.of("release", release.name(), "activity", "verify responses"));
            return new VerificationReport(List.of(), Map.of(), 0, 0, false);
        }
    }

    private Snapshot served(Snapshot snapshot) {
        Map<String, StoredRelease> served = new HashMap<>();
        long withheld = 0;
        Map<Finding.Kind, Long> kinds = new HashMap<>();
        for (String name : snapshot.releaseNames()) {
            StoredRelease release = release(snapshot, name);
            VerificationReport report = reports.get(release);
            if (report != null && report.withholding(checks).isPresent()) {
                withheld++;
            } else {
                served.put(name, release);
            }
            if (report != null) {
                report.counts().keySet().forEach(kind -> kinds.merge(kind, 1L, Long::sum));
            }
        }
        counts = new Counts(Map.copyOf(kinds), withheld, pending.size());
        return withheld == 0 ? snapshot : snapshot.withReleases(served);
    }

    private static StoredRelease release(Snapshot snapshot, String name) {
        StoredRelease release = snapshot.release(name);
        if (release == null) {
            throw new IllegalStateException("The snapshot names the release " + name + " but lacks it");
        }
        return release;
    }

    private void report(StoredRelease release, VerificationReport report) {
        if (!report.isComplete()) {
            LOG.warn("Release {} has more responses than are verified ({})", release.name(), report.responses());
        }
        if (report.findings().isEmpty()) {
            return;
        }
        Optional<Finding> withholding = report.withholding(checks);
        Finding first = withholding.orElseGet(() -> report.findings().getFirst());
        String kinds = Arrays.stream(Finding.Kind.values())
                .filter(report.counts()::containsKey)
                .map(kind -> kind.label() + " " + report.counts().get(kind))
                .collect(Collectors.joining(", "));
        String message = "Responses of release " + release.name()
                + (withholding.isPresent() ? " are withheld" : " are bad") + ": " + first.pointer() + ": "
                + first.message() + " (" + kinds + " of " + report.responses() + ")";
        LOG.error("{}", message);
        errors.report(
                new BadResponsesException(message),
                Map.of("release", release.name(), "finding", first.kind().label(), "pointer", first.pointer()));
    }

    /** Release with responses that are unsafe or useless for clients. */
    private static final class BadResponsesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadResponsesException(String message) {
            super(message);
        }
    }
}
