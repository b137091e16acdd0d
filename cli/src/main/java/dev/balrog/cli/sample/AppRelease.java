// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;
import java.util.Locale;

/**
 * What the sample says of one release of an application; {@link AppReleaseRows} makes rows of it.
 *
 * @param product the application
 * @param name name of the release
 * @param version the version that the application itself knows, such as {@code 141.0}
 * @param fileVersion the version in names of files, such as {@code 141.0b3}
 * @param buildId its build, 14 digits
 * @param format how it is written down
 * @param platforms what it was built for
 * @param locales its languages
 * @param partialsFrom the releases that there are partial updates from
 * @param readOnly whether it is protected from changes
 */
record AppRelease(
        String product,
        String name,
        String version,
        String fileVersion,
        String buildId,
        Format format,
        List<Platform> platforms,
        List<String> locales,
        List<AppRelease> partialsFrom,
        boolean readOnly) {

    /** The ways in which releases have been written down over the years. */
    enum Format {
        /** Schema 3, in one piece: one URL pattern for each channel, with names filled in from two tables. */
        SCHEMA_3,
        /** Schema 4, in one piece: URL patterns by channel and kind of update. */
        SCHEMA_4,
        /** Schema 9, split to assets: URL patterns by channel and kind of update. */
        SCHEMA_9,
        /** Schema 9, split to assets: a URL of its own for each file, as nightly builds have. */
        SCHEMA_9_NIGHTLY
    }

    /** The version as people read it, such as {@code 141.0 Beta 3}. */
    String displayVersion() {
        return fileVersion.replaceFirst("b([0-9]+)$", " Beta $1");
    }

    /** The product's name in URLs. */
    String slug() {
        return product.toLowerCase(Locale.ROOT);
    }

    /** The same, but protected from changes. */
    AppRelease asReadOnly() {
        return new AppRelease(
                product, name, version, fileVersion, buildId, format, platforms, locales, partialsFrom, true);
    }
}
