// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How often each part of a release of the v2 API was changed: its base, and each locale of each platform. */
public final class DataVersions {
    private static final String BASE = ".";
    private static final String PLATFORMS = "platforms";
    private static final String LOCALES = "locales";

    private final ObjectNode tree;

    /** The versions in an answer. */
    DataVersions(JsonNode tree) {
        this.tree = Fields.objectOrEmpty(tree);
    }

    /** The version of all that is not in a locale; empty if there is no such release. */
    public Optional<Long> base() {
        return Optional.ofNullable(Fields.numberOrNull(tree, BASE));
    }

    /** The version of a locale; empty if the release has no such locale. */
    public Optional<Long> locale(String platform, String locale) {
        return Optional.ofNullable(
                Fields.numberOrNull(tree.path(PLATFORMS).path(platform).path(LOCALES), locale));
    }

    /** As the API has it: versions where the release has its parts. A new object. */
    public ObjectNode toJson() {
        return tree.deepCopy();
    }

    /** The same, with a place for each locale that a partial change sets. */
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
