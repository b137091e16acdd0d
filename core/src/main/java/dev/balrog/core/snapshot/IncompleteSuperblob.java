// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.snapshot;

import dev.balrog.core.release.Superblob;
import dev.balrog.core.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Superblob without updates for some clients, because a release it needs is not stored or can't be
 * read.
 *
 * @param name name of the superblob
 * @param missing names of the releases, sorted: its parts, or releases that the rules of its
 *     products map to
 */
public record IncompleteSuperblob(String name, List<String> missing) {
    public IncompleteSuperblob {
        missing = List.copyOf(missing);
    }

    /** Returns the incomplete superblobs of a snapshot, sorted by name. */
    public static List<IncompleteSuperblob> in(Snapshot snapshot) {
        List<IncompleteSuperblob> incomplete = new ArrayList<>();
        for (StoredRelease release : snapshot.releases()) {
            if (release.release() instanceof Superblob superblob) {
                Set<String> missing = new TreeSet<>(needed(snapshot, superblob));
                missing.removeIf(name -> snapshot.release(name) != null);
                if (!missing.isEmpty()) {
                    incomplete.add(new IncompleteSuperblob(release.name(), List.copyOf(missing)));
                }
            }
        }
        return incomplete.stream()
                .sorted((left, right) -> left.name.compareTo(right.name))
                .toList();
    }

    private static List<String> needed(Snapshot snapshot, Superblob superblob) {
        if (superblob.products().isEmpty()) {
            return superblob.blobs();
        }
        return snapshot.rules().all().stream()
                .filter(rule -> rule.product() == null || superblob.products().contains(rule.product()))
                .flatMap(IncompleteSuperblob::mappings)
                .toList();
    }

    private static Stream<String> mappings(Rule rule) {
        return Stream.concat(Stream.ofNullable(rule.mapping()), Stream.ofNullable(rule.fallbackMapping()))
                .filter(name -> !name.isEmpty());
    }

    /** Returns the problem in one line, for logs. */
    public String reason() {
        return "it is a superblob, and releases that it needs are missing or unreadable: " + String.join(", ", missing);
    }
}
