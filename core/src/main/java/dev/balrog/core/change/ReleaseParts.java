// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A release in the parts in which it is stored: the locales of app releases each on their own, the rest as the base.
 *
 * @param base what belongs to no locale
 * @param assets the locales, by where they belong, in the order of the release
 */
public record ReleaseParts(ObjectNode base, Map<AssetPath, JsonNode> assets) {
    private static final int LAST_APP_RELEASE = 9;

    public ReleaseParts {
        assets = Collections.unmodifiableMap(new LinkedHashMap<>(assets));
    }

    /**
     * Splits a release, or part of one. The parts share nothing with it.
     *
     * <p>Platforms that have nothing but locales, and empty objects that lead to locales, are not in the base.
     *
     * @param schemaVersion which format it is of; told apart, since a part of a release need not say
     * @throws BadDataException when platforms, a platform, or its locales are no objects, or when names of a platform and
     *     locale can't be stored
     */
    public static ReleaseParts split(ObjectNode release, int schemaVersion) {
        ObjectNode base = release.deepCopy();
        Map<AssetPath, JsonNode> assets = new LinkedHashMap<>();
        if (schemaVersion >= 1 && schemaVersion <= LAST_APP_RELEASE && base.has(AssetPath.PLATFORMS)) {
            ObjectNode platforms = object(base, AssetPath.PLATFORMS, "");
            for (String name : platforms.propertyNames().toArray(String[]::new)) {
                ObjectNode platform = object(platforms, name, "." + AssetPath.PLATFORMS);
                if (platform.has(AssetPath.LOCALES)) {
                    object(platform, AssetPath.LOCALES, "." + AssetPath.PLATFORMS + "." + name)
                            .forEachEntry((locale, asset) -> assets.put(AssetPath.ofLocale(name, locale), asset));
                    platform.remove(AssetPath.LOCALES);
                }
                removeIfEmpty(platforms, name);
            }
            removeIfEmpty(base, AssetPath.PLATFORMS);
        }
        return new ReleaseParts(base, assets);
    }

    /**
     * The release as a whole. It shares nothing with the parts.
     *
     * @throws BadDataException when the path of an asset leads through something else than objects
     */
    public ObjectNode join() {
        ObjectNode release = base.deepCopy();
        assets.forEach((path, asset) -> {
            ObjectNode parent = release;
            for (String key : path.keys().subList(0, path.keys().size() - 1)) {
                parent = parent.has(key) ? object(parent, key, path.text()) : parent.putObject(key);
            }
            parent.set(path.keys().getLast(), asset.deepCopy());
        });
        return release;
    }

    private static ObjectNode object(ObjectNode parent, String key, String where) {
        if (parent.get(key) instanceof ObjectNode object) {
            return object;
        }
        throw new BadDataException(where + "." + key + ": expected an object");
    }

    private static void removeIfEmpty(ObjectNode parent, String key) {
        if (parent.path(key).isEmpty()) {
            parent.remove(key);
        }
    }
}
