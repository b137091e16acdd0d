// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.store.jooq.Tables.PINNABLE_RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.row.Place;
import dev.balrog.core.reach.References;
import dev.balrog.core.rule.ChannelOverlap;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Computes where releases are served, within one transaction:
 * {@link dev.balrog.core.reach.ReachableReleases} in the opposite direction. A release is served
 * where rules and pins map to it or to a superblob that has it as a part. The responses for a
 * product are also served where a superblob that names the product is served.
 */
public final class ServedPlaces {
    private final DSLContext sql;
    private final ReleaseReferences index;
    private final Map<String, Set<Place>> byRelease = new HashMap<>();
    private final Map<String, References> references = new HashMap<>();
    private @Nullable Set<String> productSuperblobs;
    private boolean refreshed;

    public ServedPlaces(DSLContext sql, ReleaseReferences index) {
        this.sql = sql;
        this.index = index;
    }

    /** Discards cached places. To be called after a rule, a pin, or a release has changed. */
    public void forget() {
        byRelease.clear();
        references.clear();
        productSuperblobs = null;
    }

    /** Returns the places where a release is served. */
    public Set<Place> ofRelease(String name) {
        Set<Place> known = byRelease.get(name);
        if (known == null) {
            known = alsoServed(mapping(withSuperblobs(name)));
            byRelease.put(name, known);
        }
        return known;
    }

    /**
     * Returns the places and those of superblobs whose responses depend on what is served there.
     */
    public Set<Place> alsoServed(Collection<Place> places) {
        Set<Place> all = new LinkedHashSet<>(places);
        Deque<Place> pending = new ArrayDeque<>(all);
        while (!pending.isEmpty()) {
            Place place = pending.remove();
            for (String superblob : productSuperblobs()) {
                if (names(superblob, place.product())) {
                    for (Place of : mapping(withSuperblobs(superblob))) {
                        if (ChannelOverlap.ofRules(place.channel(), of.channel()) && all.add(of)) {
                            pending.add(of);
                        }
                    }
                }
            }
        }
        return all;
    }

    private boolean names(String superblob, @Nullable String product) {
        Set<String> products = references(superblob).products();
        boolean anyProduct = product == null || product.isEmpty();
        return anyProduct ? !products.isEmpty() : products.contains(product);
    }

    /** Returns the release and all superblobs that it is a part of, directly or through others. */
    private Set<String> withSuperblobs(String name) {
        Set<String> all = new LinkedHashSet<>(Set.of(name));
        Deque<String> pending = new ArrayDeque<>(all);
        while (!pending.isEmpty()) {
            for (String superblob : havingPart(pending.remove())) {
                if (all.add(superblob)) {
                    pending.add(superblob);
                }
            }
        }
        return all;
    }

    /** Returns the superblobs that have a release as a part. */
    Set<String> havingPart(String release) {
        refresh();
        Set<String> found = new LinkedHashSet<>(index.havingPart(sql, release));
        found.removeIf(superblob -> !references(superblob).parts().contains(release));
        return found;
    }

    /**
     * Returns the releases that may be served in more places than those of their rules: parts of
     * superblobs, pinned releases, and releases of products that a superblob names.
     */
    public Set<String> servedIndirectly() {
        refresh();
        Set<String> names = new LinkedHashSet<>(index.parts(sql));
        names.addAll(sql.selectDistinct(PINNABLE_RELEASES.MAPPING)
                .from(PINNABLE_RELEASES)
                .fetch(PINNABLE_RELEASES.MAPPING));
        Set<String> products = productSuperblobs().stream()
                .flatMap(superblob -> references(superblob).products().stream())
                .collect(Collectors.toSet());
        if (!products.isEmpty()) {
            sql.selectDistinct(RULES.MAPPING, RULES.FALLBACKMAPPING)
                    .from(RULES)
                    .where(RULES.PRODUCT.in(products).or(RULES.PRODUCT.isNull()))
                    .forEach(row -> Stream.of(row.value1(), row.value2())
                            .filter(Objects::nonNull)
                            .forEach(names::add));
        }
        return names;
    }

    private Set<String> productSuperblobs() {
        Set<String> found = productSuperblobs;
        if (found == null) {
            refresh();
            found = index.havingProducts(sql);
            productSuperblobs = found;
        }
        return found;
    }

    private void refresh() {
        if (!refreshed) {
            index.refresh(sql);
            refreshed = true;
        }
    }

    private References references(String name) {
        return references.computeIfAbsent(
                name, one -> StoredReferences.read(sql, Set.of(one)).getOrDefault(one, References.NONE));
    }

    /** Returns the places of the rules and pins that map to any of these releases. */
    private Set<Place> mapping(Set<String> releases) {
        Set<Place> places = new LinkedHashSet<>();
        sql.select(RULES.PRODUCT, RULES.CHANNEL)
                .from(RULES)
                .where(RULES.MAPPING.in(releases).or(RULES.FALLBACKMAPPING.in(releases)))
                .forEach(row -> places.add(new Place(row.value1(), row.value2())));
        sql.select(PINNABLE_RELEASES.PRODUCT, PINNABLE_RELEASES.CHANNEL)
                .from(PINNABLE_RELEASES)
                .where(PINNABLE_RELEASES.MAPPING.in(releases))
                .forEach(row -> places.add(new Place(row.value1(), row.value2())));
        return places;
    }
}
