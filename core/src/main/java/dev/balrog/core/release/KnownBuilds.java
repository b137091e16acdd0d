// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Build ids of a release, by platform and locale.
 *
 * <p>A partial update only fits the build that it was made from, so an app release checks them in
 * the release that a partial update names as its source.
 */
public final class KnownBuilds {
    private final Map<String, Platform> platforms;
    private final @Nullable String everywhere;

    private KnownBuilds(Map<String, Platform> platforms, @Nullable String everywhere) {
        this.platforms = platforms;
        this.everywhere = everywhere;
    }

    /** Reads the build ids of a release in JSON; none for formats without builds. */
    public static KnownBuilds of(JsonNode release) {
        Map<String, Platform> platforms = new HashMap<>();
        release.path("platforms").forEachEntry((name, platform) -> platforms.put(name.intern(), Platform.of(platform)));
        return new KnownBuilds(Map.copyOf(platforms), null);
    }

    /**
     * Returns the builds of a release with one build id for all platforms and locales, for
     * enumerating responses.
     */
    public static KnownBuilds everywhere(String buildId) {
        return new KnownBuilds(Map.of(), buildId);
    }

    /** Returns whether the build is this release's build for the locale on one of the platforms. */
    public boolean contains(@Nullable String buildId, Collection<String> buildTargets, @Nullable String locale) {
        if (buildId == null || locale == null) {
            return false;
        }
        if (everywhere != null) {
            return buildId.equals(everywhere);
        }
        for (String buildTarget : buildTargets) {
            if (buildId.equals(buildId(buildTarget, locale))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the build id for a build target and a locale; null where there is none. */
    public @Nullable String buildId(String buildTarget, String locale) {
        if (everywhere != null) {
            return everywhere;
        }
        Platform named = platforms.get(buildTarget);
        if (named == null) {
            return null;
        }
        Platform platform = named.alias == null ? named : platforms.get(named.alias);
        return platform == null ? null : platform.buildIdByLocale.get(locale);
    }

    private record Platform(@Nullable String alias, Map<String, String> buildIdByLocale) {

        static Platform of(JsonNode platform) {
            String shared = text(platform, "buildID");
            Map<String, String> buildIds = new HashMap<>();
            platform.path("locales").forEachEntry((locale, build) -> {
                String own = text(build, "buildID");
                String buildId = own == null ? shared : own;
                if (buildId != null) {
                    buildIds.put(locale.intern(), buildId.intern());
                }
            });
            return new Platform(text(platform, "alias"), Map.copyOf(buildIds));
        }

        private static @Nullable String text(JsonNode object, String field) {
            JsonNode value = object.path(field);
            return value.isString() ? value.asString() : null;
        }
    }
}
