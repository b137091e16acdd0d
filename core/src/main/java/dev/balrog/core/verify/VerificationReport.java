// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.verify;

import dev.balrog.core.release.validation.ContentChecks;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Result of verifying the responses of a release.
 *
 * @param findings the first findings of each kind
 * @param counts the number of all findings, by kind
 * @param responses the number of distinct responses that were verified
 * @param unusableResponses the number of those that clients discard
 * @param isComplete whether all responses were verified, rather than as many as the bound allows
 */
public record VerificationReport(
        List<Finding> findings,
        Map<Finding.Kind, Integer> counts,
        int responses,
        int unusableResponses,
        boolean isComplete) {

    public VerificationReport {
        findings = List.copyOf(findings);
        counts = Map.copyOf(counts);
    }

    /** Returns a report with a finding that is not about a single response. */
    static VerificationReport of(Finding finding) {
        EnumMap<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
        counts.put(finding.kind(), 1);
        return new VerificationReport(List.of(finding), counts, 0, 0, true);
    }

    /** Returns the first finding of a kind. */
    public Optional<Finding> first(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).findFirst();
    }

    /**
     * Returns the finding for which the release must not be stored; empty when it may be. Same as
     * {@link #withholding}, except that a build without files yet may be stored.
     */
    public Optional<Finding> rejection(ContentChecks checks) {
        Optional<Finding> withholding = withholding(checks);
        return withholding
                .filter(finding -> finding.kind().isUnsafe())
                .or(() -> withholding.isEmpty()
                        ? Optional.empty()
                        : findings.stream()
                                .filter(Finding.Unusable.class::isInstance)
                                .findFirst());
    }

    /**
     * Returns the finding for which the release must not be served; empty when it may be. A release
     * with an unsafe response is never served, whatever the checks. Strict checks also withhold a
     * release when clients discard every response of it, which only saves them the downloads; where
     * they discard some, the others are served.
     */
    public Optional<Finding> withholding(ContentChecks checks) {
        Optional<Finding> unsafe =
                findings.stream().filter(finding -> finding.kind().isUnsafe()).findFirst();
        boolean isUseless = responses > 0 && unusableResponses == responses;
        return unsafe.isPresent() || checks == ContentChecks.COMPATIBLE || !isUseless
                ? unsafe
                : first(Finding.Kind.UNUSABLE);
    }
}
