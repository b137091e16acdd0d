// SPDX-License-Identifier: MPL-2.0
package dev.balrog.rehearsal;

import dev.balrog.client.BalrogClient;
import dev.balrog.client.release.StoredRelease;
import dev.balrog.client.rule.RuleField;
import dev.balrog.client.rule.RuleRevision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Acknowledged changes of the release managers, and their verification. Thread-safe. */
final class Ledger {
    private static final int PAGE = 100;

    private final BalrogClient client;
    private final TreeSet<Integer> releases = new TreeSet<>();
    private final TreeSet<Integer> mappings = new TreeSet<>();
    private final Set<Integer> verified = new HashSet<>();
    private final Set<String> lost = new TreeSet<>();

    /** Creates an empty ledger that verifies through this client. */
    Ledger(BalrogClient client) {
        this.client = client;
    }

    /** Records that a release was acknowledged. */
    synchronized void released(int version) {
        releases.add(version);
    }

    /** Records that a mapping to a release was acknowledged. */
    synchronized void mapped(int version) {
        mappings.add(version);
    }

    /** Returns the number of acknowledged changes. */
    synchronized int acknowledged() {
        return releases.size() + mappings.size();
    }

    /** Marks all releases as unverified, after an event that may have changed them. */
    synchronized void verifyAgain() {
        verified.clear();
    }

    /** Returns acknowledged changes that are lost and have not been returned before. */
    List<String> newlyLost() {
        Set<Integer> wantedReleases;
        Set<Integer> wantedMappings;
        Set<Integer> unverified;
        synchronized (this) {
            wantedReleases = new TreeSet<>(releases);
            wantedMappings = new TreeSet<>(mappings);
            unverified = new TreeSet<>(releases);
            unverified.removeAll(verified);
        }
        List<String> missing = new ArrayList<>();
        Set<String> names = new HashSet<>(client.releases().names());
        for (int version : wantedReleases) {
            boolean found = names.contains(Writer.name(version));
            if (!found || (unverified.contains(version) && !isWhole(version))) {
                missing.add("the release " + Writer.name(version));
            }
        }
        Set<String> mapped = everMapped();
        for (int version : wantedMappings) {
            if (!mapped.contains(Writer.name(version))) {
                missing.add("the change that led to " + Writer.name(version));
            }
        }
        synchronized (this) {
            verified.addAll(unverified);
            missing.removeIf(known -> !lost.add(known));
        }
        return missing;
    }

    private boolean isWhole(int version) {
        Optional<StoredRelease> found = client.releases().find(Writer.name(version));
        return found.isPresent() && Writer.blob(version).equals(found.get().blob());
    }

    /** Returns all releases that the rule has ever mapped to, from its history. */
    private Set<String> everMapped() {
        long rule = client.rules().get(Writer.ALIAS).id();
        Set<String> mapped = new HashSet<>();
        List<RuleRevision> revisions;
        int page = 1;
        do {
            revisions = client.rules().revisions(rule, page, PAGE);
            revisions.forEach(revision ->
                    mapped.add(String.valueOf(revision.rule().fields().get(RuleField.MAPPING))));
            page++;
        } while (revisions.size() == PAGE);
        return mapped;
    }
}
