// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change;

import static dev.balrog.store.jooq.Tables.BALROG_AGREED_RELEASES;
import static dev.balrog.store.jooq.Tables.RULES;

import dev.balrog.core.change.AssetPath;
import dev.balrog.core.change.ReleaseParts;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Releases that were agreed to for a product and channel: a rule there maps to them now, or did, or a pin did, with the
 * signoffs required and with the content that they still have. Such a release can be pinned there without new signoffs.
 */
final class AgreedReleases {
    private final DSLContext sql;
    private final Tables tables;
    private final Map<String, Set<Place>> pending = new LinkedHashMap<>();

    AgreedReleases(DSLContext sql, Tables tables) {
        this.sql = sql;
        this.tables = tables;
    }

    /** Remembers that a release was agreed to, with the content that it has when the transaction ends. */
    void add(Place place, String release) {
        pending.computeIfAbsent(release, _ -> new LinkedHashSet<>()).add(place);
    }

    /** Writes what was remembered: once for each release, because large ones are slow to read. */
    void flush() {
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

    /** Returns whether a release was agreed to for exactly this product and channel, or for more. */
    boolean contains(String product, String channel, String release) {
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
     * Returns the digest of a release and of its parts; empty where it does not exist, or is a superblob with products,
     * whose content is that of rules.
     */
    private Optional<String> digest(String release) {
        Map<String, String> digests = new LinkedHashMap<>();
        return addDigests(release, digests)
                ? Optional.of(
                        digests.size() == 1
                                ? digests.values().iterator().next()
                                : ContentDigest.ofText(digests.toString()))
                : Optional.empty();
    }

    private boolean addDigests(String name, Map<String, String> digests) {
        if (digests.containsKey(name)) {
            return true;
        }
        Optional<Content> content = content(name);
        if (content.isEmpty()) {
            return false;
        }
        References references = References.of(content.get().data);
        digests.put(name, ContentDigest.ofRelease(content.get().product, content.get().data));
        return references.products().isEmpty()
                && references.parts().stream().sorted().allMatch(part -> addDigests(part, digests));
    }

    private record Content(String product, JsonNode data) {}

    /** Returns the content that is served, which of a release in both tables is that of the second one. */
    private Optional<Content> content(String name) {
        Row key = Row.of("name", name);
        Optional<Row> base = tables.base(Entity.RELEASES_JSON).find(key);
        if (base.isPresent() && base.get().json("data") instanceof ObjectNode object) {
            Map<AssetPath, JsonNode> assets = new LinkedHashMap<>();
            for (Row asset : tables.base(Entity.RELEASE_ASSETS).select(key)) {
                JsonNode data = asset.json("data");
                if (data != null) {
                    assets.put(AssetPath.parse(asset.requireText("path")), data);
                }
            }
            if (!object.isEmpty() || !assets.isEmpty()) {
                return Optional.of(
                        new Content(base.get().requireText("product"), new ReleaseParts(object, assets).join()));
            }
        }
        return tables.base(Entity.RELEASES)
                .find(key)
                .flatMap(whole -> Optional.ofNullable(whole.json("data"))
                        .map(data -> new Content(whole.requireText("product"), data)));
    }
}
