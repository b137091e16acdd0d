// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import tools.jackson.databind.JsonNode;

/**
 * Rejects releases that exceed size limits above all real releases, which bounds the cost of a
 * request.
 */
final class BoundsCheck implements ContentCheck {
    private static final int MAX_PLATFORMS = 200;
    private static final int MAX_LOCALES = 500;
    private static final int MAX_PATCHES = 100;
    private static final int MAX_CHANNELS = 200;
    private static final int MAX_ADDONS = 500;
    private static final int MAX_MIRRORS = 20;
    private static final int MAX_CHARACTERS = 16_000_000;
    private static final int MAX_DEPTH = 20;

    @Override
    public void check(ReleaseDocument release, Findings findings) {
        Located root = release.root();
        if (size(root.value(), 0) > MAX_CHARACTERS) {
            findings.add(root, "the release has more than " + MAX_CHARACTERS + " characters");
        }
        limit(root.at("platforms"), MAX_PLATFORMS, findings);
        limit(root.at("fileUrls"), MAX_CHANNELS, findings);
        limit(root.at("vendors"), MAX_ADDONS, findings);
        limit(root.at("addons"), MAX_ADDONS, findings);
        release.platforms().forEach(platform -> limit(platform.at("locales"), MAX_LOCALES, findings));
        release.locales().forEach(locale -> {
            limit(locale.at("partials"), MAX_PATCHES, findings);
            limit(locale.at("completes"), MAX_PATCHES, findings);
        });
        release.addons().forEach(addon -> {
            limit(addon.at("platforms"), MAX_PLATFORMS, findings);
            addon.at("platforms").objects().forEach(file -> limit(file.at("mirrorUrls"), MAX_MIRRORS, findings));
        });
    }

    static void limit(Located container, int most, Findings findings) {
        if (container.value().size() > most) {
            findings.add(
                    container, "has " + container.value().size() + " entries, more than " + most + " are not allowed");
        }
    }

    /** Returns the number of characters of names and values, plus one for each value. */
    private static long size(JsonNode value, int depth) {
        if (value.isString()) {
            return value.asString().length() + 1L;
        }
        if (depth > MAX_DEPTH) {
            return MAX_CHARACTERS + 1L;
        }
        long size = 1;
        for (JsonNode child : value) {
            size += size(child, depth + 1);
        }
        if (value.isObject()) {
            for (String name : value.propertyNames()) {
                size += name.length();
            }
        }
        return size;
    }
}
