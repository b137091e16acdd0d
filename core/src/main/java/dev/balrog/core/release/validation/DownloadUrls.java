// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.List;
import java.util.stream.Stream;

/** Finds the URLs that clients download from. URLs that are only shown to users are excluded. */
final class DownloadUrls {
    private static final String FILE_URL = "fileUrl";
    private static final List<String> KEYS_OF_FILE_NAMES =
            List.of("%LOCALE%", "%OS_FTP%", "%FILENAME%", "%PRODUCT%", "%OS_BOUNCER%");
    private static final List<String> KEYS = List.of("%LOCALE%", "%OS_FTP%", "%OS_BOUNCER%");

    private DownloadUrls() {}

    /**
     * Download URL, or an invalid value in its place.
     *
     * @param url value and its location
     * @param keys placeholders that are substituted in the URL
     */
    record Found(Located url, List<String> keys) {}

    static Stream<Found> of(ReleaseDocument release) {
        Located root = release.root();
        return switch (release.schema()) {
            case APP_1, APP_2, APP_3, APP_4, APP_5, APP_6, APP_8, APP_9 ->
                Stream.concat(
                        root.at("fileUrls").children().flatMap(DownloadUrls::ofChannel),
                        root.at("platforms")
                                .children()
                                .flatMap(platform -> platform.at("locales").children())
                                .flatMap(DownloadUrls::ofLocale));
            case GMP -> files(root.at("vendors")).flatMap(file -> Stream.concat(ofFile(file), ofMirrors(file)));
            case SYSTEM_ADDONS -> files(root.at("addons")).flatMap(DownloadUrls::ofFile);
            case GUARDIAN -> root.at("platforms").children().flatMap(DownloadUrls::ofFile);
            case DESUPPORT, SUPERBLOB -> Stream.empty();
        };
    }

    /** Returns the URLs of a channel: one, or one for each type of update and source. */
    private static Stream<Found> ofChannel(Located channel) {
        return channel.value().isObject()
                ? channel.children().flatMap(Located::children).map(url -> new Found(url, KEYS))
                : Stream.of(new Found(channel, KEYS_OF_FILE_NAMES));
    }

    private static Stream<Found> ofLocale(Located locale) {
        return Stream.concat(
                        Stream.of(locale.at("partial"), locale.at("complete")),
                        Stream.of(locale.at("partials"), locale.at("completes")).flatMap(Located::children))
                .flatMap(DownloadUrls::ofFile);
    }

    private static Stream<Located> files(Located addons) {
        return addons.children().flatMap(addon -> addon.at("platforms").children());
    }

    /** Returns the mirror URLs; a value that is no list counts as a URL, which is then rejected. */
    private static Stream<Found> ofMirrors(Located file) {
        Located urls = file.at("mirrorUrls");
        if (!file.value().has(urls.key())) {
            return Stream.empty();
        }
        boolean isList = urls.value().isContainer()
                && (urls.value().isArray() || urls.value().isEmpty());
        return (isList ? urls.children() : Stream.of(urls)).map(url -> new Found(url, List.of()));
    }

    private static Stream<Found> ofFile(Located file) {
        return file.value().has(FILE_URL) ? Stream.of(new Found(file.at(FILE_URL), List.of())) : Stream.empty();
    }
}
