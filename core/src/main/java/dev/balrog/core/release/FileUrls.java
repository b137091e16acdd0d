// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

import dev.balrog.core.request.UpdateRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** URL templates for the patches that have no {@code fileUrl}. */
sealed interface FileUrls {

    static FileUrls of(JsonNode release, AppReleaseFormat.Urls form) {
        return switch (form) {
            case FILE_NAME_BY_TYPE ->
                new ByFileName(
                        ByFileName.templates(release),
                        new Names.ByType(Json.textByKey(release.path("ftpFilenames"))),
                        new Names.ByType(Json.textByKey(release.path("bouncerProducts"))));
            case FILE_NAME_BY_SOURCE ->
                new ByFileName(
                        ByFileName.templates(release),
                        Names.BySource.of(release.path("ftpFilenames")),
                        Names.BySource.of(release.path("bouncerProducts")));
            case BY_CHANNEL ->
                new ByChannel(Json.byKey(
                        release.path("fileUrls"),
                        channel -> Json.byKey(channel, type -> Json.byKey(type, ByChannel::template))));
        };
    }

    /**
     * Returns the URL of a patch; null when there is none.
     *
     * @param type key of the type of patch
     * @param source name of the release that the patch updates from
     */
    @Nullable
    String url(UpdateRequest request, Platforms.Platform platform, String type, String source);

    /**
     * Returns one channel of each group of channels with the same URLs.
     *
     * @param others further channels to distinguish; those that would get no URL at all are left
     *     out
     */
    Set<String> channels(Set<String> others);

    /**
     * Returns the channels that have URLs. If there are none, URLs do not depend on the channel.
     */
    private static Set<String> channels(Set<String> named, boolean hasOthers, Set<String> others) {
        Set<String> channels = new TreeSet<>(named);
        if (hasOthers || named.isEmpty()) {
            channels.addAll(others);
            channels.add(ResponseSpace.SOME_CHANNEL);
        }
        return channels;
    }

    /** URL template by channel, with placeholders for file and product names. */
    record ByFileName(Map<String, Template> templates, Names ftpFileNames, Names bouncerProducts) implements FileUrls {
        static Map<String, Template> templates(JsonNode release) {
            return Json.byKey(
                    release.path("fileUrls"),
                    url -> Template.of(
                            Json.text(url), "%LOCALE%", "%OS_FTP%", "%FILENAME%", "%PRODUCT%", "%OS_BOUNCER%"));
        }

        @Override
        public Set<String> channels(Set<String> others) {
            return FileUrls.channels(templates.keySet(), false, others);
        }

        @Override
        public @Nullable String url(UpdateRequest request, Platforms.Platform platform, String type, String source) {
            Template template = templates.get(request.channel());
            if (template == null) {
                template = templates.get(request.fallbackChannel());
            }
            if (template == null) {
                return null;
            }
            Systems systems = Systems.of(platform);
            return template.fill(
                    String.valueOf(request.locale()),
                    systems.ftp,
                    ftpFileNames.name(type, source),
                    bouncerProducts.name(type, source),
                    systems.bouncer);
        }
    }

    /**
     * URL template by channel, type of patch and source. A non-empty channel excludes its
     * fallbacks: the channel without the partner, and {@code *}.
     */
    record ByChannel(Map<String, Map<String, Map<String, Template>>> templates) implements FileUrls {
        private static final String ANY_CHANNEL = "*";

        static Template template(JsonNode url) {
            return Template.of(Json.text(url), "%LOCALE%", "%OS_FTP%", "%OS_BOUNCER%");
        }

        @Override
        public Set<String> channels(Set<String> others) {
            Set<String> named = templates.entrySet().stream()
                    .filter(channel -> !channel.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .filter(channel -> !channel.equals(ANY_CHANNEL))
                    .collect(Collectors.toSet());
            return FileUrls.channels(named, templates.containsKey(ANY_CHANNEL), others);
        }

        @Override
        public @Nullable String url(UpdateRequest request, Platforms.Platform platform, String type, String source) {
            Map<String, Map<String, Template>> channel = templatesFor(request);
            Template template = channel.getOrDefault(type, Map.of()).get(source);
            if (template == null || template.isEmpty()) {
                return null;
            }
            Systems systems = Systems.of(platform);
            return template.fill(String.valueOf(request.locale()), systems.ftp, systems.bouncer);
        }

        private Map<String, Map<String, Template>> templatesFor(UpdateRequest request) {
            Map<String, Map<String, Template>> own = templates.getOrDefault(request.channel(), Map.of());
            if (!own.isEmpty()) {
                return own;
            }
            Map<String, Map<String, Template>> fallback = templates.getOrDefault(request.fallbackChannel(), Map.of());
            return fallback.isEmpty() ? templates.getOrDefault(ANY_CHANNEL, Map.of()) : fallback;
        }
    }

    /** Names of a platform on the download servers. */
    record Systems(String ftp, String bouncer) {
        static Systems of(Platforms.Platform platform) {
            return new Systems(
                    Required.field(platform.ftpName(), "OS_FTP", "platform"),
                    Required.field(platform.bouncerName(), "OS_BOUNCER", "platform"));
        }
    }

    /** File or product names; empty where there is none. */
    sealed interface Names {
        String name(String type, String source);

        record ByType(Map<String, String> names) implements Names {
            @Override
            public String name(String type, String source) {
                return names.getOrDefault(type, "");
            }
        }

        record BySource(Map<String, Map<String, String>> names) implements Names {
            static BySource of(JsonNode json) {
                return new BySource(Json.byKey(json, Json::textByKey));
            }

            @Override
            public String name(String type, String source) {
                return names.getOrDefault(type, Map.of()).getOrDefault(source, "");
            }
        }
    }
}
