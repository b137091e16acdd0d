// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.store.jooq.Tables.BALROG_RELEASE_REFERENCES;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES_SCHEDULED_CHANGES;
import static dev.balrog.store.jooq.Tables.RULES;
import static dev.balrog.store.jooq.Tables.RULES_SCHEDULED_CHANGES;

import dev.balrog.core.reach.ReachableReleases;
import dev.balrog.core.reach.ReferenceSource;
import dev.balrog.core.reach.References;
import dev.balrog.core.reach.RuleReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Inverted index of the references between releases: finds the superblobs that refer to a release
 * or a product without reading any other release.
 *
 * <p>The change engine updates the index table in the transactions that change releases, so all
 * processes share it. Superblobs written by other programs, such as Mozilla's Balrog on the same
 * database, are found by comparing the versions of all releases in service or scheduled to be: on
 * every use while these are few, else at most once a second. The index returns candidates; callers
 * have to check their content.
 */
public final class ReleaseReferences {
    /** Up to this many releases, versions are compared on every use. */
    private static final int FEW_RELEASES = 200;

    /**
     * Up to this many characters in total, content is reread on every use, to detect even content
     * that was replaced without a new version.
     */
    private static final long FEW_CHARACTERS = 1_000_000;

    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String PART = "part";
    private static final String PRODUCT = "product";

    private final LongSupplier nanoTime;
    private volatile Known known = Known.NOTHING;
    private @Nullable Long refreshedAt;

    /**
     * Creates an empty index.
     *
     * @param nanoTime monotonic clock, in nanoseconds from any origin
     */
    public ReleaseReferences(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Result of the last comparison.
     *
     * @param heads versions by name of the release
     * @param superblobs references by name, of releases that have any
     * @param characters length of the content that was reread
     */
    private record Known(Map<String, String> heads, Map<String, References> superblobs, long characters) {
        static final Known NOTHING = new Known(Map.of(), Map.of(), Long.MAX_VALUE);

        boolean isSmall() {
            return heads.size() <= FEW_RELEASES && characters <= FEW_CHARACTERS;
        }
    }

    /** Returns a copy for work that is rolled back: what the copy learns from its rows is not kept. */
    public ReleaseReferences copy() {
        ReleaseReferences copy = new ReleaseReferences(nanoTime);
        synchronized (this) {
            copy.known = known;
            copy.refreshedAt = refreshedAt;
        }
        return copy;
    }

    /** Finds the superblobs that other programs have written, if a comparison is due. */
    public void refresh(DSLContext sql) {
        long now = nanoTime.getAsLong();
        synchronized (this) {
            if (refreshedAt == null || known.heads.size() <= FEW_RELEASES || now - refreshedAt >= REFRESH_NANOS) {
                Comparison comparison = new Comparison(sql, known.isSmall() ? Known.NOTHING : known);
                ReachableReleases.from(roots(sql), comparison);
                known = comparison.result();
                refreshedAt = now;
            }
        }
    }

    /**
     * Returns whether there was no comparison yet, so that the next {@link #refresh} reads all
     * releases in service.
     */
    public synchronized boolean isNew() {
        return refreshedAt == null;
    }

    private static Set<String> roots(DSLContext sql) {
        Set<String> roots = new TreeSet<>();
        sql.selectDistinct(RULES.MAPPING, RULES.FALLBACKMAPPING).from(RULES).forEach(row -> {
            add(roots, row.value1());
            add(roots, row.value2());
        });
        sql.select(PINNABLE_RELEASES.MAPPING).from(PINNABLE_RELEASES).forEach(row -> add(roots, row.value1()));
        sql.select(RULES_SCHEDULED_CHANGES.BASE_MAPPING, RULES_SCHEDULED_CHANGES.BASE_FALLBACKMAPPING)
                .from(RULES_SCHEDULED_CHANGES)
                .where(RULES_SCHEDULED_CHANGES.COMPLETE.eq(false))
                .forEach(row -> {
                    add(roots, row.value1());
                    add(roots, row.value2());
                });
        sql.select(PINNABLE_RELEASES_SCHEDULED_CHANGES.BASE_MAPPING)
                .from(PINNABLE_RELEASES_SCHEDULED_CHANGES)
                .where(PINNABLE_RELEASES_SCHEDULED_CHANGES.COMPLETE.eq(false))
                .forEach(row -> add(roots, row.value1()));
        return roots;
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }

    /** Returns the superblobs that may have this release as a part. */
    Set<String> havingPart(DSLContext sql, String release) {
        Set<String> found = new LinkedHashSet<>(sql.select(BALROG_RELEASE_REFERENCES.REFERRER)
                .from(BALROG_RELEASE_REFERENCES)
                .where(BALROG_RELEASE_REFERENCES.KIND.eq(PART), BALROG_RELEASE_REFERENCES.TARGET.eq(release))
                .fetch(BALROG_RELEASE_REFERENCES.REFERRER));
        known.superblobs.forEach((name, references) -> {
            if (references.parts().contains(release)) {
                found.add(name);
            }
        });
        return found;
    }

    /** Returns the releases that may be parts of superblobs. */
    Set<String> parts(DSLContext sql) {
        Set<String> found = new LinkedHashSet<>(sql.selectDistinct(BALROG_RELEASE_REFERENCES.TARGET)
                .from(BALROG_RELEASE_REFERENCES)
                .where(BALROG_RELEASE_REFERENCES.KIND.eq(PART))
                .fetch(BALROG_RELEASE_REFERENCES.TARGET));
        known.superblobs.values().forEach(references -> found.addAll(references.parts()));
        return found;
    }

    /** Returns the superblobs that may refer to products. */
    Set<String> havingProducts(DSLContext sql) {
        Set<String> found = new LinkedHashSet<>(sql.selectDistinct(BALROG_RELEASE_REFERENCES.REFERRER)
                .from(BALROG_RELEASE_REFERENCES)
                .where(BALROG_RELEASE_REFERENCES.KIND.eq(PRODUCT))
                .fetch(BALROG_RELEASE_REFERENCES.REFERRER));
        known.superblobs.forEach((name, references) -> {
            if (!references.products().isEmpty()) {
                found.add(name);
            }
        });
        return found;
    }

    /** Updates the index entries of releases, and of all that they refer to, from their content. */
    public static void index(DSLContext sql, Set<String> releases) {
        ReachableReleases.from(releases, new Source() {
            @Override
            public Map<String, References> references(Set<String> releaseNames) {
                Map<String, References> references = StoredReferences.read(sql, releaseNames);
                for (String name : releaseNames) {
                    write(sql, name, references.getOrDefault(name, References.NONE));
                }
                return references;
            }
        });
    }

    private static void write(DSLContext sql, String referrer, References references) {
        Set<Entry> wanted = new HashSet<>();
        references.parts().forEach(part -> wanted.add(new Entry(PART, part)));
        references.products().forEach(product -> wanted.add(new Entry(PRODUCT, product)));
        int longest = BALROG_RELEASE_REFERENCES.TARGET.getDataType().length();
        // No release has a name of this length.
        wanted.removeIf(entry -> entry.target.codePointCount(0, entry.target.length()) > longest);
        Set<Entry> present = sql.select(BALROG_RELEASE_REFERENCES.KIND, BALROG_RELEASE_REFERENCES.TARGET)
                .from(BALROG_RELEASE_REFERENCES)
                .where(BALROG_RELEASE_REFERENCES.REFERRER.eq(referrer))
                .fetchSet(row -> new Entry(String.valueOf(row.value1()), String.valueOf(row.value2())));
        if (present.equals(wanted)) {
            return;
        }
        sql.deleteFrom(BALROG_RELEASE_REFERENCES)
                .where(BALROG_RELEASE_REFERENCES.REFERRER.eq(referrer))
                .execute();
        for (Entry entry : wanted) {
            sql.insertInto(BALROG_RELEASE_REFERENCES)
                    .set(BALROG_RELEASE_REFERENCES.REFERRER, referrer)
                    .set(BALROG_RELEASE_REFERENCES.KIND, entry.kind)
                    .set(BALROG_RELEASE_REFERENCES.TARGET, entry.target)
                    .execute();
        }
    }

    private record Entry(String kind, String target) {}

    /** Source without rules of products, because all rules are roots already. */
    private interface Source extends ReferenceSource {
        @Override
        default List<RuleReference> rulesOfProduct(String product) {
            return List.of();
        }
    }

    /** Reads the releases whose version has changed. */
    private static final class Comparison implements Source {
        private final DSLContext sql;
        private final Known before;
        private final Map<String, String> heads = new HashMap<>();
        private final Map<String, References> superblobs = new HashMap<>();
        private long characters;

        Comparison(DSLContext sql, Known before) {
            this.sql = sql;
            this.before = before;
        }

        @Override
        public Map<String, References> references(Set<String> releaseNames) {
            Map<String, References> found = new HashMap<>();
            Set<String> changed = new TreeSet<>();
            if (before.heads.isEmpty()) {
                changed.addAll(releaseNames);
            } else {
                StoredReferences.heads(sql, releaseNames).forEach((name, head) -> {
                    if (head.equals(before.heads.get(name))) {
                        heads.put(name, head);
                        References references = before.superblobs.get(name);
                        if (references != null) {
                            found.put(name, references);
                        }
                    } else {
                        changed.add(name);
                    }
                });
            }
            StoredReferences.Contents contents = StoredReferences.readContents(sql, changed);
            heads.putAll(contents.heads());
            characters += contents.characters();
            found.putAll(contents.references());
            superblobs.putAll(found);
            return found;
        }

        Known result() {
            // The length of content that was not reread is unknown, so keep the greatest known one.
            long all = before.heads.isEmpty() ? characters : Math.max(before.characters, characters);
            return new Known(Map.copyOf(heads), Map.copyOf(superblobs), all);
        }
    }
}
