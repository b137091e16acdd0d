// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Release to be checked, with access to its parts by format.
 *
 * @param complete whether this is the whole release; false for the base with some of its locales
 */
record ReleaseDocument(JsonNode json, ReleaseSchema schema, boolean complete) {
    Located root() {
        return Located.root(json);
    }

    boolean isApp() {
        return switch (schema) {
            case APP_1, APP_2, APP_3, APP_4, APP_5, APP_6, APP_8, APP_9 -> true;
            case DESUPPORT, GMP, SUPERBLOB, SYSTEM_ADDONS, GUARDIAN -> false;
        };
    }

    /** Returns whether {@code fileUrls} has one template per channel, as up to schema version 3. */
    boolean hasUrlByChannelOnly() {
        return schema == ReleaseSchema.APP_1 || schema == ReleaseSchema.APP_2 || schema == ReleaseSchema.APP_3;
    }

    /** Returns the platforms of an app release that are no aliases; none for other formats. */
    Stream<Located> platforms() {
        return isApp()
                ? root().at("platforms")
                        .objects()
                        .filter(platform -> !platform.value().has("alias"))
                : Stream.empty();
    }

    /** Returns the locales of an app release; none for other formats. */
    Stream<Located> locales() {
        return platforms().flatMap(platform -> platform.at("locales").children());
    }

    /** Returns the patches of a locale. */
    static Stream<Located> patches(Located locale) {
        return Stream.concat(completes(locale), partials(locale));
    }

    /** Returns the complete updates of a locale. */
    static Stream<Located> completes(Located locale) {
        return Stream.concat(one(locale.at("complete")), locale.at("completes").objects());
    }

    /** Returns the partial updates of a locale. */
    static Stream<Located> partials(Located locale) {
        return Stream.concat(one(locale.at("partial")), locale.at("partials").objects());
    }

    private static Stream<Located> one(Located patch) {
        return patch.value().isObject() && !patch.value().isEmpty() ? Stream.of(patch) : Stream.empty();
    }

    /** Returns the plugins of a GMP release, or the add-ons of a system add-on release. */
    Stream<Located> addons() {
        return switch (schema) {
            case GMP -> root().at("vendors").objects();
            case SYSTEM_ADDONS -> root().at("addons").objects();
            default -> Stream.empty();
        };
    }

    /** Returns the objects that have a hash value: patches and files. */
    Stream<Located> files() {
        if (isApp()) {
            return locales().flatMap(ReleaseDocument::patches);
        }
        if (schema == ReleaseSchema.GUARDIAN) {
            return root().at("platforms").objects();
        }
        return addons().flatMap(addon -> addon.at("platforms").objects())
                .filter(file -> !file.value().has("alias"));
    }
}
