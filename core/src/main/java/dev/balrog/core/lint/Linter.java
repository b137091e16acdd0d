// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.lint;

import dev.balrog.core.release.Release;
import dev.balrog.core.release.UrlPolicy;
import dev.balrog.core.rule.Rule;
import dev.balrog.core.rule.RuleCoverage;
import dev.balrog.core.snapshot.Snapshot;
import dev.balrog.core.snapshot.StoredRelease;
import dev.balrog.core.verify.Finding;
import dev.balrog.core.verify.ReleaseVerification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lint of a snapshot. Requests are decided by the code that serves them, and the reach of rules by
 * reasoning about their conditions ({@link RuleCoverage}), not by sampling.
 *
 * <p>Keeps the results of releases that did not change since the last run. Thread-safe.
 */
public final class Linter {
    private final LintSeverities severities;
    private final ReleaseVerification verification;

    /** Problems by identity of the release, since rendering all of its responses takes time. */
    private IdentityHashMap<Release, List<Finding>> verified = new IdentityHashMap<>();

    /**
     * Creates a linter.
     *
     * @param policy URL policy of the public app
     */
    public Linter(UrlPolicy policy, LintSeverities severities) {
        this.severities = severities;
        this.verification = new ReleaseVerification(policy);
    }

    /** Returns all findings, the most severe first. */
    public List<LintFinding> lint(Snapshot snapshot) {
        return lint(snapshot, Optional.empty());
    }

    /**
     * Returns the findings about the rules and pins of a product, the most severe first.
     *
     * @param product the product; empty for all. Rules for all products are always included
     */
    public synchronized List<LintFinding> lint(Snapshot snapshot, Optional<String> product) {
        Findings findings = new Findings(severities);
        List<Rule> rules = snapshot.rules().all().stream()
                .filter(rule -> product.isEmpty()
                        || rule.product() == null
                        || rule.product().equals(product.get()))
                .toList();
        RuleCoverage coverage = new RuleCoverage(rules);
        ServedReleases releases = new ServedReleases(snapshot);
        RuleChecks checks = new RuleChecks(snapshot, coverage, releases, findings);
        rules.forEach(checks::check);
        new PrecedenceChecks(rules, coverage, findings).check();
        Set<String> products = new TreeSet<>();
        rules.forEach(rule -> Optional.ofNullable(rule.product()).ifPresent(products::add));
        for (String each : products) {
            new UpdatePathChecks(each, snapshot, releases, findings).check();
        }
        PinChecks pins = new PinChecks(snapshot, releases, findings);
        snapshot.pins().stream()
                .filter(pin -> product.isEmpty() || pin.product().equals(product.get()))
                .forEach(pins::check);
        checkResponses(rules, releases, coverage, findings);
        return findings.sorted();
    }

    /** Returns the findings after a change that there are not before it. */
    public static List<LintFinding> added(List<LintFinding> before, List<LintFinding> after) {
        return after.stream()
                .filter(finding -> before.stream().noneMatch(finding::isSameAs))
                .toList();
    }

    private void checkResponses(List<Rule> rules, ServedReleases releases, RuleCoverage coverage, Findings findings) {
        IdentityHashMap<Release, List<Finding>> kept = new IdentityHashMap<>();
        Set<String> reported = new HashSet<>();
        for (Rule rule : rules) {
            for (StoredRelease stored : releases.of(rule).toList()) {
                List<Finding> problems = kept.computeIfAbsent(stored.release(), release -> {
                    List<Finding> known = verified.get(release);
                    return known == null ? verification.verify(stored).findings() : known;
                });
                if (!problems.isEmpty() && reported.add(stored.name())) {
                    List<Long> ids = new ArrayList<>();
                    rules.stream()
                            .filter(other -> ServedReleases.names(other).anyMatch(stored.name()::equals))
                            .forEach(other -> ids.add(other.id()));
                    Finding first = problems.getFirst();
                    findings.add(
                            LintCheck.DISCARDED_RESPONSE,
                            rule.product(),
                            ids,
                            List.of(stored.name()),
                            stored.name() + effect(first.kind())
                                    + (first.pointer().isEmpty() ? "" : " (" + first.pointer() + ")") + ": "
                                    + first.message() + ".",
                            coverage.example(rule),
                            "Correct the release.");
                }
            }
        }
        verified = kept;
    }

    private static String effect(Finding.Kind kind) {
        return switch (kind) {
            case MALFORMED, FORBIDDEN_URL -> " is withheld from clients";
            case UNUSABLE -> " has responses that clients discard";
            case UNANSWERABLE -> " causes status 400 for some clients";
        };
    }
}
