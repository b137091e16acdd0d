// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds the URLs that clients would download from. URLs that are only shown to people are none of them. */
final class DownloadUrls {
    private static final String FILE_URL = "fileUrl";

    private DownloadUrls() {}

    static Stream<JsonNode> of(JsonNode release, ReleaseSchema schema) {
        return switch (schema) {
            case APP_1, APP_2, APP_3, APP_4, APP_5, APP_6, APP_8, APP_9 -> ofAppRelease(release);
            case GMP -> files(release.path("vendors")).flatMap(file -> Stream.concat(ofFile(file), ofMirrors(file)));
            case SYSTEM_ADDONS -> files(release.path("addons")).flatMap(DownloadUrls::ofFile);
            case GUARDIAN -> release.path("platforms").valueStream().flatMap(DownloadUrls::ofFile);
            case DESUPPORT, SUPERBLOB -> Stream.empty();
        };
    }

    private static Stream<JsonNode> ofAppRelease(JsonNode release) {
        return Stream.concat(
                release.path("fileUrls").valueStream().flatMap(DownloadUrls::ofChannel),
                release.path("platforms")
                        .valueStream()
                        .flatMap(platform -> platform.path("locales").valueStream())
                        .flatMap(DownloadUrls::ofLocale));
    }

    /** A channel has one URL, or URLs by type of update and by source. */
    private static Stream<JsonNode> ofChannel(JsonNode channel) {
        return channel.isObject() ? channel.valueStream().flatMap(JsonNode::valueStream) : Stream.of(channel);
    }

    private static Stream<JsonNode> ofLocale(JsonNode locale) {
        return Stream.concat(
                        Stream.of(locale.path("partial"), locale.path("complete")),
                        Stream.of(locale.path("partials"), locale.path("completes"))
                                .flatMap(JsonNode::valueStream))
                .flatMap(DownloadUrls::ofFile);
    }

    private static Stream<JsonNode> files(JsonNode versions) {
        return versions.valueStream()
                .flatMap(version -> version.path("platforms").valueStream());
    }

    /** The list of mirrors; what should be one but is none counts as a URL, which is then refused. */
    private static Stream<JsonNode> ofMirrors(JsonNode file) {
        return Stream.ofNullable(file.get("mirrorUrls"))
                .flatMap(urls -> urls.isContainer() && (urls.isArray() || urls.isEmpty())
                        ? urls.valueStream()
                        : Stream.of(urls));
    }

    private static Stream<JsonNode> ofFile(JsonNode file) {
        return Stream.ofNullable(file.get(FILE_URL));
    }
}
