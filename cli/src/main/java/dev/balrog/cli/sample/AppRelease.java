// SPDX-License-Identifier: MPL-2.0
package dev.balrog.cli.sample;

import java.util.List;
import java.util.Locale;

/**
 * Description of an app release in the sample; {@link AppReleaseRows} writes its rows.
 *
 * @param product the application
 * @param name name of the release
 * @param version version that the application itself reports, such as {@code 141.0}
 * @param fileVersion version in file names, such as {@code 141.0b3}
 * @param buildId build id, 14 digits
 * @param format format of the stored release
 * @param platforms platforms of its builds
 * @param locales locales of its builds
 * @param partialsFrom releases from which there are partial updates
 * @param readOnly whether it is read-only
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

    /** Formats of releases over the years. */
    enum Format {
        /** Schema 3, stored whole: one URL pattern for each channel, with names from two tables. */
        SCHEMA_3,
        /** Schema 4, stored whole: URL patterns by channel and kind of update. */
        SCHEMA_4,
        /** Schema 9, split: URL patterns by channel and kind of update. */
        SCHEMA_9,
        /** Schema 9, split: a separate URL for each file, as in nightly builds. */
        SCHEMA_9_NIGHTLY
    }

    /** Returns the display version, such as {@code 141.0 Beta 3}. */
    String displayVersion() {
        return fileVersion.replaceFirst("b([0-9]+)$", " Beta $1");
    }

    /** Returns the product's name in URLs. */
    String slug() {
        return product.toLowerCase(Locale.ROOT);
    }

    /** Returns a read-only copy. */
    AppRelease asReadOnly() {
        return new AppRelease(
                product, name, version, fileVersion, buildId, format, platforms, locales, partialsFrom, true);
    }
}
