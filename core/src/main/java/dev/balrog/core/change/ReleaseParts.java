// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.change;

import dev.balrog.core.BadDataException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Split release, as it is stored: each locale of an app release on its own, the rest as the base.
 *
 * @param base the content outside of locales
 * @param assets the locales by path, in the order of the release
 */
public record ReleaseParts(ObjectNode base, Map<AssetPath, JsonNode> assets) {
    private static final int LAST_APP_RELEASE = 9;

    public ReleaseParts {
        assets = Collections.unmodifiableMap(new LinkedHashMap<>(assets));
    }

    /**
     * Splits a release, or part of one. The parts share no nodes with it.
     *
     * <p>Platforms that contain only locales, and empty objects on the way to locales, are not in
     * the base.
     *
     * @param schemaVersion schema version; passed separately, since part of a release need not
     *     contain it
     * @throws BadDataException when platforms, a platform or its locales are not objects, or when
     *     the names of a platform and a locale can't be stored
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
     * Returns the whole release. It shares no nodes with the parts.
     *
     * @throws BadDataException when the path of an asset contains a value that is not an object
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
