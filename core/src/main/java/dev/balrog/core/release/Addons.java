// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadReleaseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Add-ons of a GMP or system add-on release, by id, in the order of the response. */
record Addons(List<Addon> addons) {

    static Addons of(JsonNode json) {
        TreeMap<String, Addon> byId = new TreeMap<>();
        json.forEachEntry((id, addon) -> byId.put(id, Addon.of(id, addon)));
        return new Addons(List.copyOf(byId.values()));
    }

    /**
     * Add-on of a release.
     *
     * @param version version of the add-on; null where the release lacks it
     * @param platforms files of the add-on, by build target; {@code default} is for all others
     */
    record Addon(String id, @Nullable String version, Map<String, File> platforms) {
        private static final String ANY_OTHER = "default";

        static Addon of(String id, JsonNode json) {
            return new Addon(id.intern(), Json.text(json, "version"), Json.byKey(json.path("platforms"), File::of));
        }

        /** Returns the file for a build target; null where the add-on has none. */
        @Nullable
        File file(String buildTarget) {
            File file = platforms.get(buildTarget);
            if (file == null) {
                return platforms.get(ANY_OTHER);
            }
            if (file.alias == null) {
                return file;
            }
            File aliased = platforms.get(file.alias);
            if (aliased == null) {
                throw new BadReleaseException("No platform '" + file.alias + "' in addon '" + id + "'");
            }
            return aliased;
        }
    }

    /** File of an add-on for a platform, or an alias of the platform that holds the file. */
    record File(
            @Nullable String alias,
            @Nullable String url,
            List<String> mirrorUrls,
            @Nullable String hashValue,
            @Nullable String size) {

        static File of(JsonNode json) {
            return new File(
                    Json.text(json, "alias"),
                    Json.text(json, "fileUrl"),
                    Json.texts(json.path("mirrorUrls")),
                    Json.text(json, "hashValue"),
                    Json.text(json, "filesize"));
        }
    }

    /** Returns a variant for each build target of the add-ons, including {@code default}. */
    List<ResponseSpace.Variant> variants(String pointer) {
        return addons.stream()
                .flatMap(addon -> addon.platforms.keySet().stream())
                .distinct()
                .sorted()
                .map(target -> new ResponseSpace.Variant(target, ResponseSpace.SOME_LOCALE, pointer))
                .toList();
    }

    /** Writes the start tag of an add-on with its attributes, without closing it. */
    static void writeAddon(XmlAnswer xml, Addon addon, File file, @Nullable String hashFunction) {
        xml.line("        <addon")
                .attribute("id", addon.id)
                .attribute("URL", file.url)
                .attribute("hashFunction", Required.field(hashFunction, "hashFunction", addon.id))
                .attribute("hashValue", Required.field(file.hashValue, "hashValue", addon.id))
                .attribute("size", Required.field(file.size, "filesize", addon.id))
                .attribute("version", Required.field(addon.version, "version", addon.id));
    }
}
