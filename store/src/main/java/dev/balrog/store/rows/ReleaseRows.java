// SPDX-License-Identifier: MPL-2.0
package dev.balrog.store.rows;

import static dev.balrog.store.jooq.Tables.RELEASES;
import static dev.balrog.store.jooq.Tables.RELEASES_JSON;
import static dev.balrog.store.jooq.Tables.RELEASE_ASSETS;

import dev.balrog.core.Sha256;
import dev.balrog.core.release.InvalidReleaseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/**
 * All rows of one release. A split release (v2) takes precedence if it has any content: a base,
 * which may be missing, and its assets. Otherwise it is a v1 release in one row.
 *
 * @param name name of the release
 * @param base its row of {@code releases_json}; null when there is none
 * @param assets its rows of {@code release_assets}, by path
 * @param whole its row of {@code releases}; null when there is none or a split release takes
 *     precedence
 */
public record ReleaseRows(
        String name,
        @Nullable Record base,
        List<? extends Record> assets,
        @Nullable Record whole) {

    /**
     * Returns whether base and assets have no content, so that the v1 release in {@code releases}
     * is used.
     */
    boolean isEmpty() {
        if (base == null || !assets.isEmpty()) {
            return assets.isEmpty();
        }
        String data = base.get(RELEASES_JSON.DATA);
        return data == null || data.strip().matches("null|\\{\\s*}");
    }

    /** Returns the product of the release; null when it only has assets. */
    @Nullable
    public String product() {
        if (whole != null) {
            return whole.get(RELEASES.PRODUCT);
        }
        return base == null ? null : base.get(RELEASES_JSON.PRODUCT);
    }

    /** Returns the SHA-256 of every value in every row. */
    public ByteBuffer digest() {
        MessageDigest digest = Sha256.newDigest();
        update(digest, base);
        assets.forEach(asset -> update(digest, asset));
        update(digest, whole);
        return ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer();
    }

    private static void update(MessageDigest digest, @Nullable Record row) {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        digest.update(length.putInt(0, row == null ? -1 : row.size()).array());
        if (row == null) {
            return;
        }
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            byte[] bytes = value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
            digest.update(length.putInt(0, value == null ? -1 : bytes.length).array());
            digest.update(bytes);
        }
    }

    /** Returns the rows as lines of a data set. */
    public RowLines lines() {
        RowLines.Builder lines = new RowLines.Builder();
        if (base != null) {
            lines.add(RowCodec.of(RELEASES_JSON), List.of(base));
        }
        lines.add(RowCodec.of(RELEASE_ASSETS), assets);
        if (whole != null) {
            lines.add(RowCodec.of(RELEASES), List.of(whole));
        }
        return lines.build();
    }

    /**
     * Returns the release as one JSON document, with the assets at their paths.
     *
     * @param reader reader of JSON trees
     * @throws InvalidReleaseException when a row is no valid JSON, or a path contains something
     *     other than an object
     */
    public JsonNode json(ObjectReader reader) throws InvalidReleaseException {
        if (whole != null) {
            return parse(reader, whole.get(RELEASES.DATA), "the release");
        }
        JsonNode parsed =
                base == null ? reader.createObjectNode() : parse(reader, base.get(RELEASES_JSON.DATA), "the base");
        if (assets.isEmpty()) {
            return parsed;
        }
        if (!(parsed instanceof ObjectNode release)) {
            throw new InvalidReleaseException("the base is not a JSON object");
        }
        for (Record asset : assets) {
            String path = asset.get(RELEASE_ASSETS.PATH);
            put(release, path, parse(reader, asset.get(RELEASE_ASSETS.DATA), "the asset " + path));
        }
        return release;
    }

    private static JsonNode parse(ObjectReader reader, @Nullable String json, String what)
            throws InvalidReleaseException {
        if (json == null) {
            return reader.createObjectNode();
        }
        try {
            return reader.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidReleaseException(what + " is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Inserts an asset at a path. The path begins with a dot; names that contain a dot can't be
     * addressed, as in Mozilla's Balrog.
     */
    public static void put(ObjectNode release, String path, JsonNode data) throws InvalidReleaseException {
        String[] steps = path.split("\\.", -1);
        ObjectNode object = release;
        for (int i = 1; i < steps.length - 1; i++) {
            JsonNode next = object.get(steps[i]);
            if (next == null) {
                object = object.putObject(steps[i]);
            } else if (next instanceof ObjectNode nextObject) {
                object = nextObject;
            } else {
                throw new InvalidReleaseException(
                        "the asset " + path + " can't be inserted: " + steps[i] + " is not an object");
            }
        }
        if (steps.length < 2) {
            throw new InvalidReleaseException("the asset path " + path + " does not begin with a dot");
        }
        object.set(steps[steps.length - 1], data);
    }
}
