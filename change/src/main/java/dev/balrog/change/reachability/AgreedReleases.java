// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.store.jooq.Tables.BALROG_AGREED_RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.change.row.Place;
import dev.balrog.change.table.Tables;
import dev.balrog.core.outcome.CanonicalJson;
import dev.balrog.core.outcome.ReleaseContent;
import dev.balrog.core.reach.References;
import dev.balrog.core.rule.ChannelPattern;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases that were signed off for a product and channel: a rule or pin there maps or mapped to
 * them, with the required signoffs and with the content that they still have. Such a release can be
 * pinned there without new signoffs.
 */
public final class AgreedReleases {
    private final DSLContext sql;
    private final Tables tables;
    private final ContentCache cache;
    private final Map<String, Set<Place>> pending = new LinkedHashMap<>();

    public AgreedReleases(DSLContext sql, Tables tables, ContentCache cache) {
        this.sql = sql;
        this.tables = tables;
        this.cache = cache;
    }

    /**
     * Records that a release was signed off, with the content that it has when the transaction
     * ends.
     */
    public void add(Place place, String release) {
        pending.computeIfAbsent(release, _ -> new LinkedHashSet<>()).add(place);
    }

    /**
     * Writes the recorded releases. Reads each release once, because large ones are slow to read.
     */
    public void flush() {
        pending.forEach((release, places) ->
                digest(release).ifPresent(digest -> places.forEach(place -> write(place, release, digest))));
        pending.clear();
    }

    private void write(Place place, String release, String digest) {
        String product = Objects.requireNonNullElse(place.product(), "");
        String channel = Objects.requireNonNullElse(place.channel(), "");
        sql.deleteFrom(BALROG_AGREED_RELEASES)
                .where(
                        BALROG_AGREED_RELEASES.RELEASE_NAME.eq(release),
                        BALROG_AGREED_RELEASES.PRODUCT.eq(product),
                        BALROG_AGREED_RELEASES.CHANNEL.eq(channel))
                .execute();
        sql.insertInto(BALROG_AGREED_RELEASES)
                .set(BALROG_AGREED_RELEASES.RELEASE_NAME, release)
                .set(BALROG_AGREED_RELEASES.PRODUCT, product)
                .set(BALROG_AGREED_RELEASES.CHANNEL, channel)
                .set(BALROG_AGREED_RELEASES.CONTENT_DIGEST, digest)
                .execute();
    }

    /** Returns whether a release was signed off for this product and channel, or for a superset. */
    public boolean contains(String product, String channel, String release) {
        flush();
        return isMapped(product, channel, release) || wasAgreed(product, channel, release);
    }

    private boolean isMapped(String product, String channel, String release) {
        return sql
                .select(RULES.PRODUCT, RULES.CHANNEL, RULES.MAPPING, RULES.FALLBACKMAPPING)
                .from(RULES)
                .where(RULES.MAPPING.eq(release).or(RULES.FALLBACKMAPPING.eq(release)))
                .stream()
                .filter(row -> release.equals(row.value3()) || release.equals(row.value4()))
                .anyMatch(row -> covers(row.value1(), row.value2(), product, channel));
    }

    private boolean wasAgreed(String product, String channel, String release) {
        var agreed = sql
                .select(
                        BALROG_AGREED_RELEASES.PRODUCT,
                        BALROG_AGREED_RELEASES.CHANNEL,
                        BALROG_AGREED_RELEASES.CONTENT_DIGEST)
                .from(BALROG_AGREED_RELEASES)
                .where(BALROG_AGREED_RELEASES.RELEASE_NAME.eq(release))
                .fetch()
                .stream()
                .filter(row -> covers(row.value1(), row.value2(), product, channel))
                .map(row -> row.value3())
                .toList();
        return !agreed.isEmpty() && digest(release).filter(agreed::contains).isPresent();
    }

    private static boolean covers(
            @Nullable String ruleProduct, @Nullable String ruleChannel, String product, String channel) {
        boolean sameProduct = ruleProduct == null || ruleProduct.isEmpty() || ruleProduct.equals(product);
        return sameProduct
                && (ruleChannel == null
                        || ruleChannel.isEmpty()
                        || ChannelPattern.parse(ruleChannel).matches(channel));
    }

    /**
     * Returns the digest of a release and of its parts; empty if one of them does not exist or is a
     * superblob with products, because its content depends on rules.
     */
    private Optional<String> digest(String release) {
        // Not cached, because the digest is needed after the transaction has written.
        ReleaseContents contents = new ReleaseContents(sql, tables, cache);
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        return addDigests(release, contents, digests) ? Optional.of(CanonicalJson.sha256(digests)) : Optional.empty();
    }

    private static boolean addDigests(String name, ReleaseContents contents, ObjectNode digests) {
        if (digests.has(name)) {
            return true;
        }
        Optional<ReleaseContent> content = contents.stored(name);
        if (content.isEmpty()) {
            return false;
        }
        digests.put(name, content.get().digest());
        References references = content.get().references();
        return references.products().isEmpty()
                && references.parts().stream().allMatch(part -> addDigests(part, contents, digests));
    }
}
