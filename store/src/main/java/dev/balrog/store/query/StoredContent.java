// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.query;

import dev.balrog.core.release.InvalidReleaseException;
import dev.balrog.store.rows.ReleaseRows;
import dev.balrog.store.rows.ReleaseTables;
import dev.balrog.store.rows.RowCodec;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored content of one release as it is served: base and assets of a split release, or else the v1
 * release.
 */
public final class StoredContent {
    private final ReleaseRows rows;

    private StoredContent(ReleaseRows rows) {
        this.rows = rows;
    }

    /** Reads the existing releases of these names one by one. */
    public static void read(DSLContext sql, Collection<String> names, Consumer<StoredContent> consumer) {
        ReleaseTables.read(sql, names, batch -> batch.forEach(rows -> consumer.accept(new StoredContent(rows))));
    }

    /** Returns the name of the release. */
    public String name() {
        return rows.name();
    }

    /** Returns the product of the release; null when only assets of it are stored. */
    public @Nullable String product() {
        return rows.product();
    }

    /** Returns the SHA-256 of all stored values of the release, in lower-case hexadecimal. */
    public String fingerprint() {
        ByteBuffer fingerprint = rows.digest();
        byte[] digest = new byte[fingerprint.remaining()];
        fingerprint.get(digest);
        return HexFormat.of().formatHex(digest);
    }

    /**
     * Parses the release, with its base and assets joined. Numbers keep all their digits.
     *
     * @throws InvalidReleaseException when stored content is no JSON, or the path of an asset is
     *     invalid
     */
    public JsonNode json() throws InvalidReleaseException {
        return rows.json(RowCodec.JSON.reader());
    }

    /**
     * Joins the base and assets of a split release.
     *
     * @param base the base; null when there is none
     * @param assets the assets by path
     * @throws InvalidReleaseException when the path of an asset is invalid
     */
    public static JsonNode join(@Nullable JsonNode base, Map<String, JsonNode> assets) throws InvalidReleaseException {
        JsonNode release = base == null ? JsonNodeFactory.instance.objectNode() : base;
        if (assets.isEmpty()) {
            return release;
        }
        if (!(release.deepCopy() instanceof ObjectNode joined)) {
            throw new InvalidReleaseException("the base is not a JSON object");
        }
        for (Map.Entry<String, JsonNode> asset : assets.entrySet()) {
            ReleaseRows.put(joined, asset.getKey(), asset.getValue());
        }
        return joined;
    }
}
