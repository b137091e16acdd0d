// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.io.IOException;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the rows of app releases: one row for the old formats, a base and its assets for the new
 * ones.
 */
final class AppReleaseRows {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int COMPLETE_BYTES = 68_000_000;
    private static final int PARTIAL_BYTES = 9_000_000;

    private final Noise noise;
    private final RowSink sink;

    AppReleaseRows(Noise noise, RowSink sink) {
        this.noise = noise;
        this.sink = sink;
    }

    void write(AppRelease release) throws IOException {
        switch (release.format()) {
            case SCHEMA_3, SCHEMA_4 -> writeWhole(release);
            case SCHEMA_9, SCHEMA_9_NIGHTLY -> writeSplit(release);
        }
    }

    private void writeWhole(AppRelease release) throws IOException {
        ObjectNode data = AppReleaseHeads.of(release);
        ObjectNode platforms = data.putObject("platforms");
        for (Platform platform : release.platforms()) {
            ObjectNode described = putPlatform(platforms, platform);
            described.put("buildID", release.buildId());
            ObjectNode locales = described.putObject("locales");
            for (String locale : release.locales()) {
                ObjectNode files = locales.putObject(locale);
                putFiles(files, release, platform, locale);
            }
        }
        sink.row("releases", row(release, data));
    }

    private void writeSplit(AppRelease release) throws IOException {
        ObjectNode data = AppReleaseHeads.of(release);
        ObjectNode platforms = data.putObject("platforms");
        for (Platform platform : release.platforms()) {
            putPlatform(platforms, platform);
        }
        sink.row("releases_json", row(release, data));
        for (Platform platform : release.platforms()) {
            for (String locale : release.locales()) {
                ObjectNode asset = JSON.objectNode();
                asset.put("appVersion", release.version());
                asset.put("buildID", release.buildId());
                asset.put("displayVersion", release.displayVersion());
                putFiles(asset, release, platform, locale);
                ObjectNode row = JSON.objectNode();
                row.put("name", release.name());
                row.put("path", ".platforms." + platform.buildTarget() + ".locales." + locale);
                row.set("data", asset);
                row.put("data_version", 1);
                sink.row("release_assets", row);
            }
        }
    }

    private static ObjectNode row(AppRelease release, ObjectNode data) {
        ObjectNode row = JSON.objectNode();
        row.put("name", release.name());
        row.put("product", release.product());
        row.put("read_only", release.readOnly());
        row.set("data", data);
        row.put("data_version", 1);
        return row;
    }

    private static ObjectNode putPlatform(ObjectNode platforms, Platform platform) {
        ObjectNode described = platforms.putObject(platform.buildTarget());
        described.put("OS_BOUNCER", platform.bouncer());
        described.put("OS_FTP", platform.ftp());
        for (String alias : platform.aliases()) {
            platforms.putObject(alias).put("alias", platform.buildTarget());
        }
        return described;
    }

    private void putFiles(ObjectNode target, AppRelease release, Platform platform, String locale) {
        SplittableRandom random = noise.random(release.name() + '/' + platform.buildTarget() + '/' + locale);
        ArrayNode completes = target.putArray("completes");
        putFile(completes.addObject(), "*", COMPLETE_BYTES, random);
        if (!release.partialsFrom().isEmpty()) {
            ArrayNode partials = target.putArray("partials");
            for (AppRelease from : release.partialsFrom()) {
                putFile(partials.addObject(), from.name(), PARTIAL_BYTES, random);
            }
        }
        if (release.format() == AppRelease.Format.SCHEMA_9_NIGHTLY) {
            putNightlyUrls(target, release, platform, locale);
        }
    }

    private static void putFile(ObjectNode file, String from, int usualBytes, SplittableRandom random) {
        file.put("filesize", usualBytes + random.nextInt(usualBytes / 10));
        file.put("from", from);
        file.put("hashValue", Noise.sha512(random));
    }

    private static void putNightlyUrls(ObjectNode target, AppRelease release, Platform platform, String locale) {
        String directory = AppReleaseHeads.nightlyDirectory(release);
        String stem = release.slug() + '-' + release.version() + '.' + locale + '.' + platform.ftp();
        ObjectNode complete = (ObjectNode) target.withArray("completes").get(0);
        complete.put("fileUrl", directory + '/' + stem + ".complete.mar");
        for (int i = 0; i < release.partialsFrom().size(); i++) {
            ObjectNode partial = (ObjectNode) target.withArray("partials").get(i);
            String builds = release.partialsFrom().get(i).buildId() + '-' + release.buildId();
            partial.put("fileUrl", directory + '/' + stem + ".partial." + builds + ".mar");
        }
    }
}
