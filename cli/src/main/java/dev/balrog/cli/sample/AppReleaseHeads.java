// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Part of an app release that is the same for all platforms and locales: names, versions, URL
 * patterns.
 */
final class AppReleaseHeads {
    private static final String REDIRECTOR = "download.mozilla.org";
    private static final String ARCHIVE = "https://archive.mozilla.org/pub";
    private static final List<String> OLD_CHANNELS = List.of("release", "release-localtest", "release-cdntest");

    private AppReleaseHeads() {}

    /** Returns the release without its platforms. */
    static ObjectNode of(AppRelease release) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put("name", release.name());
        head.put("hashFunction", "sha512");
        head.put("appVersion", release.version());
        head.put("displayVersion", release.displayVersion());
        switch (release.format()) {
            case SCHEMA_3 -> {
                head.put("schema_version", 3);
                putOldFields(head, release);
                putSeparateUrls(head, release);
            }
            case SCHEMA_4 -> {
                head.put("schema_version", 4);
                putOldFields(head, release);
                putUnifiedUrls(head, release, "http");
            }
            case SCHEMA_9 -> {
                head.put("schema_version", 9);
                putUpdateLine(head, release);
                putUnifiedUrls(head, release, "https");
            }
            case SCHEMA_9_NIGHTLY -> {
                head.put("schema_version", 9);
                putUpdateLine(head, release);
            }
        }
        return head;
    }

    /**
     * Returns the URL of the directory of a nightly build, which depends on the date in its build
     * id.
     */
    static String nightlyDirectory(AppRelease release) {
        String build = release.buildId();
        return String.join(
                "/",
                ARCHIVE,
                release.slug(),
                "nightly",
                build.substring(0, 4),
                build.substring(4, 6),
                String.join(
                        "-", build.substring(0, 4), build.substring(4, 6), build.substring(6, 8), build.substring(8)));
    }

    private static void putOldFields(ObjectNode head, AppRelease release) {
        head.put("platformVersion", release.version());
        head.put("detailsUrl", notes(release));
    }

    private static void putUpdateLine(ObjectNode head, AppRelease release) {
        var lines = head.putArray("updateLine");
        ObjectNode always = lines.addObject();
        always.putObject("for");
        always.putObject("fields").put("detailsURL", notes(release)).put("type", "minor");
        if (release.format() == AppRelease.Format.SCHEMA_9 && release.product().equals("Firefox")) {
            String major = release.version().replaceFirst("\\..*", "");
            ObjectNode news = lines.addObject();
            ObjectNode condition = news.putObject("for");
            condition.putArray("channels").add("release*");
            condition.putArray("locales").add("en-US").add("de").add("fr");
            condition.putArray("versions").add("<" + major + ".0");
            news.putObject("fields")
                    .put("actions", "showURL")
                    .put("openURL", "https://www.mozilla.org/%LOCALE%/firefox/" + major + ".0/whatsnew/");
        }
    }

    private static String notes(AppRelease release) {
        String site =
                release.product().equals("Thunderbird") ? "https://www.thunderbird.net" : "https://www.mozilla.org";
        return site + "/%LOCALE%/" + release.slug() + '/' + release.fileVersion() + "/releasenotes/";
    }

    private static void putSeparateUrls(ObjectNode head, AppRelease release) {
        ObjectNode urls = head.putObject("fileUrls");
        for (String channel : OLD_CHANNELS) {
            urls.put(channel, "http://" + REDIRECTOR + "/?product=%PRODUCT%&os=%OS_BOUNCER%&lang=%LOCALE%");
        }
        ObjectNode products = head.putObject("bouncerProducts");
        ObjectNode files = head.putObject("ftpFilenames");
        products.putObject("completes").put("*", redirectorName(release, "complete"));
        files.putObject("completes").put("*", release.slug() + '-' + release.fileVersion() + ".complete.mar");
        ObjectNode partialProducts = products.putObject("partials");
        ObjectNode partialFiles = files.putObject("partials");
        for (AppRelease from : release.partialsFrom()) {
            partialProducts.put(from.name(), redirectorName(release, "partial-" + from.fileVersion()));
            partialFiles.put(
                    from.name(),
                    release.slug() + '-' + from.fileVersion() + '-' + release.fileVersion() + ".partial.mar");
        }
    }

    private static void putUnifiedUrls(ObjectNode head, AppRelease release, String scheme) {
        ObjectNode channels = head.putObject("fileUrls");
        ObjectNode everywhere = channels.putObject("*");
        String redirect = scheme + "://" + REDIRECTOR + "/?product=%s&os=%%OS_BOUNCER%%&lang=%%LOCALE%%";
        everywhere.putObject("completes").put("*", redirect.formatted(redirectorName(release, "complete")));
        ObjectNode partials = everywhere.putObject("partials");
        for (AppRelease from : release.partialsFrom()) {
            partials.put(from.name(), redirect.formatted(redirectorName(release, "partial-" + from.fileVersion())));
        }
        putTestChannel(channels, release, "release-localtest", "candidates");
        putTestChannel(channels, release, "release-cdntest", "releases");
    }

    /**
     * Adds a test channel. Its URLs point to the archive, because the redirector does not know the
     * release yet.
     */
    private static void putTestChannel(ObjectNode channels, AppRelease release, String channel, String directory) {
        String update =
                String.join("/", ARCHIVE, release.slug(), directory, release.fileVersion(), "update/%OS_FTP%/%LOCALE%");
        ObjectNode kinds = channels.putObject(channel);
        String stem = update + '/' + release.slug() + '-';
        kinds.putObject("completes").put("*", stem + release.fileVersion() + ".complete.mar");
        ObjectNode partials = kinds.putObject("partials");
        for (AppRelease from : release.partialsFrom()) {
            partials.put(from.name(), stem + from.fileVersion() + '-' + release.fileVersion() + ".partial.mar");
        }
    }

    private static String redirectorName(AppRelease release, String kind) {
        return release.slug() + '-' + release.fileVersion() + '-' + kind;
    }
}
