// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Data versions of the parts of a release: that of the base under {@code .}, those of the assets at
 * their paths in the release. In responses, a scheduled change takes the place of a version.
 */
public final class DataVersions {
    /** No versions, as for a release that does not exist yet. */
    public static final DataVersions NONE = new Builder(JsonNodeFactory.instance.objectNode()).build();

    private static final String BASE = ".";

    private final ObjectNode tree;

    private DataVersions(ObjectNode tree) {
        this.tree = tree;
    }

    /**
     * Parses the versions that a client sent.
     *
     * @param json null or JSON null when there are none
     * @throws BadDataException when it is not an object
     */
    public static DataVersions of(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return NONE;
        }
        if (!(json instanceof ObjectNode object)) {
            throw new BadDataException("data_versions: expected an object");
        }
        return new DataVersions(object.deepCopy());
    }

    /** Returns a builder without versions. */
    public static Builder builder() {
        return NONE.change();
    }

    /**
     * Returns the version of the base; empty when there is none. Versions begin at 1, so 0 means
     * none.
     *
     * @throws BadDataException when the value is not a whole number
     */
    public OptionalInt base() {
        return version(BASE, tree.path(BASE));
    }

    /**
     * Returns the version of an asset; empty when there is none. Versions begin at 1, so 0 means
     * none.
     *
     * @throws BadDataException when the value is not a whole number
     */
    public OptionalInt at(AssetPath path) {
        JsonNode node = tree;
        for (String key : path.keys()) {
            node = node.path(key);
        }
        return version(path.text(), node);
    }

    private static OptionalInt version(String where, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new BadDataException("data_versions: expected an integer at " + where + ", found " + node);
        }
        return node.intValue() == 0 ? OptionalInt.empty() : OptionalInt.of(node.intValue());
    }

    /** Returns a builder that starts with a copy of these versions. */
    public Builder change() {
        return new Builder(tree.deepCopy());
    }

    /** Returns a copy of the tree, as it is sent. */
    public ObjectNode toJson() {
        return tree.deepCopy();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DataVersions versions && tree.equals(versions.tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    @Override
    public String toString() {
        return tree.toString();
    }

    /** Builder of data versions. */
    public static final class Builder {
        private final ObjectNode tree;

        private Builder(ObjectNode tree) {
            this.tree = tree;
        }

        public Builder base(int version) {
            return base(IntNode.valueOf(version));
        }

        /** Sets the scheduled change of the base. */
        public Builder base(JsonNode scheduled) {
            tree.set(BASE, scheduled);
            return this;
        }

        public Builder at(AssetPath path, int version) {
            return at(path, IntNode.valueOf(version));
        }

        /** Sets the scheduled change of an asset. */
        public Builder at(AssetPath path, JsonNode scheduled) {
            ObjectNode parent = tree;
            for (String key : path.keys().subList(0, path.keys().size() - 1)) {
                parent = parent.get(key) instanceof ObjectNode object ? object : parent.putObject(key);
            }
            parent.set(path.keys().getLast(), scheduled);
            return this;
        }

        public DataVersions build() {
            return new DataVersions(tree.deepCopy());
        }
    }
}
