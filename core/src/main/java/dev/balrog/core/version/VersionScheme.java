// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Scheme of the versions of a product. */
public enum VersionScheme {
    /** Versions of Firefox and of all products built like it. */
    MOZILLA {
        @Override
        public Version parse(String version) {
            return VersionParser.parse(version);
        }

        @Override
        public List<String> neighbors(String version) {
            return VersionNeighbors.mozilla(version);
        }
    },
    /** Versions of any form; see {@link LooseVersion}. */
    LOOSE {
        @Override
        public Version parse(String version) {
            return LooseVersion.parse(version);
        }

        @Override
        public List<String> neighbors(String version) {
            return VersionNeighbors.loose(version);
        }
    };

    /** Returns the scheme of a product: loose for the VPN, under both of its names. */
    public static VersionScheme of(String product) {
        return switch (product) {
            case "FirefoxVPN", "Guardian" -> LOOSE;
            default -> MOZILLA;
        };
    }

    /**
     * Parses a version.
     *
     * @throws BadDataException when the string is not a version of this scheme
     */
    public abstract Version parse(String version);

    /**
     * Orders two versions: negative, zero or positive as {@link Integer#compare}; empty where they
     * have no order, since one is not a version of this scheme.
     */
    public OptionalInt compare(String left, String right) {
        try {
            Version version = parse(left);
            Version other = parse(right);
            if (version instanceof MozillaVersion mozilla && other instanceof MozillaVersion otherMozilla) {
                return OptionalInt.of(MozillaVersion.compare(mozilla, otherMozilla));
            }
            return version instanceof LooseVersion loose && other instanceof LooseVersion otherLoose
                    ? OptionalInt.of(loose.compare(otherLoose))
                    : OptionalInt.empty();
        } catch (BadDataException noOrder) {
            return OptionalInt.empty();
        }
    }

    /** Returns the order of {@link #compare}, and that of the strings for versions that it can't order. */
    public Comparator<String> order() {
        return (left, right) -> compare(left, right).orElse(left.compareTo(right));
    }

    /**
     * Returns versions just below, at and just above a version or glob, in no particular order;
     * empty where it is invalid.
     */
    public abstract List<String> neighbors(String version);

    /**
     * Parses a version of a Mozilla application.
     *
     * @throws BadDataException when it is invalid
     */
    public static MozillaVersion parseMozilla(String version) {
        return VersionParser.parse(version);
    }
}
