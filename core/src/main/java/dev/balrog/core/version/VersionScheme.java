// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;

/** How a product writes its versions. */
public enum VersionScheme {
    /** Firefox and all that is built like it. */
    MOZILLA {
        @Override
        public Version parse(String version) {
            return VersionParser.parse(version);
        }
    },
    /** Versions of any form; see {@link LooseVersion}. */
    LOOSE {
        @Override
        public Version parse(String version) {
            return LooseVersion.parse(version);
        }
    };

    /** The scheme of a product: loose for the VPN, under both of its names. */
    public static VersionScheme of(String product) {
        return switch (product) {
            case "FirefoxVPN", "Guardian" -> LOOSE;
            default -> MOZILLA;
        };
    }

    /**
     * Reads a version.
     *
     * @throws BadDataException when the text is no version of this scheme
     */
    public abstract Version parse(String version);

    /**
     * Reads a version of a Mozilla application.
     *
     * @throws BadDataException when it is none
     */
    public static MozillaVersion parseMozilla(String version) {
        return VersionParser.parse(version);
    }
}
