// SPDX-License-Identifier: MPL-2.0
package dev.balrog.change.reachability;

import static dev.balrog.change.row.SharedColumns.DATA;
import static dev.balrog.change.row.SharedColumns.NAME;
import static dev.balrog.change.row.SharedColumns.PRODUCT;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.change.row.Entity;
import dev.balrog.change.row.Proposal;
import dev.balrog.change.row.Row;
import dev.balrog.change.table.Tables;
import dev.balrog.core.outcome.ReleaseContent;
import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.store.query.StoredContent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stored and proposed contents of releases, each read once. */
public final class ReleaseContents {

    private final DSLContext sql;
    private final Tables tables;
    private final ContentCache cache;
    private final Map<String, Optional<ReleaseContent>> stored = new HashMap<>();

    public ReleaseContents(DSLContext sql, Tables tables, ContentCache cache) {
        this.sql = sql;
        this.tables = tables;
        this.cache = cache;
    }

    /** Reads releases in bulk. */
    public void read(Collection<String> names) {
        Set<String> unread = new HashSet<>(names);
        unread.removeAll(stored.keySet());
        StoredContent.read(sql, unread, content -> stored.put(content.name(), Optional.of(cache.of(content))));
        unread.forEach(name -> stored.putIfAbsent(name, Optional.empty()));
    }

    /** Returns the stored content of a release; empty if there is none of this name. */
    public Optional<ReleaseContent> stored(String name) {
        read(Set.of(name));
        return Objects.requireNonNull(stored.get(name));
    }

    /** Returns the content of a whole release. */
    public static ReleaseContent whole(Row release) {
        return ReleaseContent.of(release.get(PRODUCT), orEmpty(release.get(DATA)));
    }

    /**
     * Returns the content that a split release would have after changes; empty if it would be
     * deleted.
     */
    public Optional<ReleaseContent> split(String name, List<Proposal> changes) {
        Row base = tables.base(Entity.RELEASES_JSON).find(Row.of(NAME, name)).orElse(null);
        Map<String, JsonNode> assets = new TreeMap<>();
        tables.base(Entity.RELEASE_ASSETS).select(Row.of(NAME, name)).stream()
                .filter(asset -> name.equals(asset.get(NAME)))
                .forEach(asset -> assets.put(asset.require(RELEASE_ASSETS.PATH), orEmpty(asset.get(DATA))));
        for (Proposal change : changes) {
            Row after = change.after();
            if (change.entity() == Entity.RELEASES_JSON) {
                base = after;
            } else if (after == null) {
                assets.remove(change.row().require(RELEASE_ASSETS.PATH));
            } else {
                assets.put(after.require(RELEASE_ASSETS.PATH), orEmpty(after.get(DATA)));
            }
        }
        JsonNode data = base == null ? null : base.get(DATA);
        if (assets.isEmpty() && (data == null || data.isEmpty())) {
            // As when serving, a whole release of the same name is used instead.
            return tables.base(Entity.RELEASES).find(Row.of(NAME, name)).map(ReleaseContents::whole);
        }
        return Optional.of(joined(base == null ? null : base.get(PRODUCT), data, assets));
    }

    private static ReleaseContent joined(
            @Nullable String product, @Nullable JsonNode base, Map<String, JsonNode> assets) {
        try {
            return ReleaseContent.of(product, StoredContent.join(base, assets));
        } catch (InvalidReleaseException e) {
            ObjectNode parts = JsonNodeFactory.instance.objectNode();
            parts.set("base", orEmpty(base));
            ObjectNode byPath = parts.putObject("assets");
            assets.forEach(byPath::set);
            return ReleaseContent.of(product, parts);
        }
    }

    private static JsonNode orEmpty(@Nullable JsonNode data) {
        return data == null ? JsonNodeFactory.instance.objectNode() : data;
    }
}
