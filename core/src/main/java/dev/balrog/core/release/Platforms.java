// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.BadDataException;
import dev.balrog.core.BadReleaseException;
import dev.balrog.core.JsonPointers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Builds of an app release, by platform and locale. */
final class Platforms {
    /** Version fields of a release that a locale can override. */
    private static final List<String> VERSION_FIELDS =
            List.of("appv", "extv", "appVersion", "displayVersion", "platformVersion");

    private final Map<String, Platform> byName;
    private final Map<String, List<String>> synonyms;

    private Platforms(Map<String, Platform> byName) {
        this.byName = byName;
        this.synonyms = synonyms(byName);
    }

    /**
     * Platform of a release.
     *
     * @param alias platform that holds the builds of this one; null where this one has its own
     * @param buildId build id of the locales that have none of their own
     */
    record Platform(
            @Nullable String alias,
            @Nullable String buildId,
            @Nullable String ftpName,
            @Nullable String bouncerName,
            Map<String, LocaleBuild> locales) {

        static Platform of(JsonNode json, AppReleaseFormat.Patches patches) {
            return new Platform(
                    Json.text(json, "alias"),
                    Json.text(json, "buildID"),
                    Json.text(json, "OS_FTP"),
                    Json.text(json, "OS_BOUNCER"),
                    Json.byKey(json.path("locales"), locale -> LocaleBuild.of(locale, patches)));
        }
    }

    /**
     * Build for a locale.
     *
     * @param versions fields of {@link #VERSION_FIELDS} that override the release's
     */
    record LocaleBuild(
            @Nullable String buildId,
            Map<String, String> versions,
            boolean osUpdate,
            List<Patch> completes,
            List<Patch> partials) {

        static LocaleBuild of(JsonNode json, AppReleaseFormat.Patches patches) {
            return new LocaleBuild(
                    Json.text(json, "buildID"),
                    versionFields(json),
                    Json.isTrue(json, "isOSUpdate"),
                    Patch.listOf(json.path(patches.completeKey)),
                    Patch.listOf(json.path(patches.partialKey)));
        }
    }

    /** Returns the version fields of a locale or of a whole release. */
    static Map<String, String> versionFields(JsonNode json) {
        Map<String, String> versions = new HashMap<>();
        for (String field : VERSION_FIELDS) {
            String version = Json.text(json, field);
            if (version != null) {
                versions.put(field, version);
            }
        }
        return Map.copyOf(versions);
    }

    static Platforms of(JsonNode json, AppReleaseFormat.Patches patches) {
        return new Platforms(Json.byKey(json, platform -> Platform.of(platform, patches)));
    }

    boolean contains(String buildTarget) {
        return byName.containsKey(buildTarget);
    }

    /** Returns the platform that holds the builds for a build target; null when there is none. */
    @Nullable
    Platform find(String buildTarget) {
        Platform named = byName.get(buildTarget);
        return named == null || named.alias == null ? named : byName.get(named.alias);
    }

    /**
     * Returns the platform that holds the builds for a build target.
     *
     * @throws BadReleaseException when the build target is an alias of a platform that the release
     *     lacks
     * @throws BadDataException when the release has no such build target
     */
    Platform get(String buildTarget) {
        Platform platform = find(buildTarget);
        if (platform == null) {
            String message = "Can't find platform '" + buildTarget + "'";
            throw contains(buildTarget) ? new BadReleaseException(message) : new BadDataException(message);
        }
        return platform;
    }

    /** Returns the build for a build target and a locale; null when there is none. */
    @Nullable
    LocaleBuild findBuild(String buildTarget, String locale) {
        Platform platform = find(buildTarget);
        return platform == null ? null : platform.locales.get(locale);
    }

    /**
     * Returns the build for a build target and a locale.
     *
     * @throws BadDataException when there is none
     */
    LocaleBuild getBuild(String buildTarget, String locale) {
        LocaleBuild build = get(buildTarget).locales.get(locale);
        if (build == null) {
            throw new BadDataException("No such locale '" + locale + "' in platform '" + holder(buildTarget) + "'");
        }
        return build;
    }

    /** Returns the name of the platform that holds the builds for a build target. */
    private String holder(String buildTarget) {
        Platform named = byName.get(buildTarget);
        return named == null || named.alias == null ? buildTarget : named.alias;
    }

    /**
     * Returns the build id for a build target and a locale.
     *
     * @throws BadDataException when there is none
     */
    String buildId(String buildTarget, String locale) {
        String own = getBuild(buildTarget, locale).buildId;
        return own != null ? own : Required.field(get(buildTarget).buildId, "buildID", buildTarget);
    }

    /** Returns all names of the platform of a build target: its own name and its aliases. */
    List<String> synonyms(String buildTarget) {
        return synonyms.getOrDefault(buildTarget, List.of());
    }

    private static Map<String, List<String>> synonyms(Map<String, Platform> byName) {
        Map<String, List<String>> byHolder = new HashMap<>();
        byName.forEach((name, platform) -> {
            String holder = platform.alias == null ? name : platform.alias;
            byHolder.computeIfAbsent(holder, key -> new ArrayList<>()).add(name);
        });
        Map<String, List<String>> result = new HashMap<>();
        byHolder.forEach((holder, names) -> {
            List<String> all =
                    Stream.concat(Stream.of(holder), names.stream()).distinct().toList();
            names.forEach(name -> result.put(name, all));
        });
        return Map.copyOf(result);
    }

    /** Returns a variant for each build, and one for each alias of a missing platform. */
    List<ResponseSpace.Variant> variants() {
        List<ResponseSpace.Variant> variants = new ArrayList<>();
        new TreeMap<>(byName).forEach((name, platform) -> {
            String pointer = JsonPointers.child("/platforms", name);
            if (platform.alias == null) {
                String locales = pointer + "/locales";
                new TreeSet<>(platform.locales.keySet())
                        .forEach(locale -> variants.add(
                                new ResponseSpace.Variant(name, locale, JsonPointers.child(locales, locale))));
            } else if (!byName.containsKey(platform.alias)) {
                variants.add(new ResponseSpace.Variant(name, ResponseSpace.SOME_LOCALE, pointer + "/alias"));
            }
        });
        return variants;
    }

    /** Returns the names of the releases that partial updates start from. */
    Set<String> partialSources() {
        Set<String> sources = new HashSet<>();
        for (Platform platform : byName.values()) {
            for (LocaleBuild build : platform.locales.values()) {
                Stream.concat(build.completes.stream(), build.partials.stream())
                        .flatMap(patch -> Stream.ofNullable(patch.source()))
                        .filter(source -> !source.equals(Patch.ANY_SOURCE))
                        .forEach(sources::add);
            }
        }
        return Set.copyOf(sources);
    }
}
