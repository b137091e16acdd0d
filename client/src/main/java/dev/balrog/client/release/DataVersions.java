// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.release;

import dev.balrog.client.transport.Fields;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Data versions of the parts of a v2 release: its base, and each locale of each platform. */
public final class DataVersions {
    private static final String BASE = ".";
    private static final String PLATFORMS = "platforms";
    private static final String LOCALES = "locales";

    private final ObjectNode tree;

    /** Reads the data versions in a response. */
    DataVersions(JsonNode tree) {
        this.tree = Fields.objectOrEmpty(tree);
    }

    /** Returns the data version of the base; empty if the release does not exist. */
    public Optional<Long> base() {
        return Optional.ofNullable(Fields.numberOrNull(tree, BASE));
    }

    /** Returns the data version of a locale; empty if the release has no such locale. */
    public Optional<Long> locale(String platform, String locale) {
        return Optional.ofNullable(
                Fields.numberOrNull(tree.path(PLATFORMS).path(platform).path(LOCALES), locale));
    }

    /**
     * Returns a new object in the API's format: the release's structure with data versions as
     * values.
     */
    public ObjectNode toJson() {
        return tree.deepCopy();
    }

    /**
     * Returns the same with an empty object for each platform in which a partial change sets
     * locales.
     */
    ObjectNode toJsonFor(JsonNode members) {
        ObjectNode versions = tree.deepCopy();
        for (Map.Entry<String, JsonNode> platform : members.path(PLATFORMS).properties()) {
            if (platform.getValue().path(LOCALES).isObject()) {
                versions.withObjectProperty(PLATFORMS)
                        .withObjectProperty(platform.getKey())
                        .withObjectProperty(LOCALES);
            }
        }
        return versions;
    }

    @Override
    public String toString() {
        return tree.toString();
    }
}
