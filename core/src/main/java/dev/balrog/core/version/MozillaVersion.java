// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

/**
 * Version of a Mozilla application: one exact version, or a glob for all versions with a prefix.
 */
public sealed interface MozillaVersion extends Version permits ExactVersion, GlobVersion {

    /**
     * Orders two versions. A glob is equal to the versions that it matches, but above those of them
     * that have a prerelease tag.
     *
     * @return negative, zero or positive, as {@link Comparable#compareTo}; not a total order where
     *     globs are involved
     */
    static int compare(MozillaVersion left, MozillaVersion right) {
        return switch (left) {
            case ExactVersion exact ->
                switch (right) {
                    case ExactVersion other -> exact.compareTo(other);
                    case GlobVersion glob -> -glob.compareTo(exact);
                };
            case GlobVersion glob ->
                switch (right) {
                    case ExactVersion other -> glob.compareTo(other);
                    case GlobVersion other -> glob.compareTo(other);
                };
        };
    }

    /**
     * Returns whether a version equals another: by number for an exact version, by string prefix
     * for a glob.
     */
    static boolean equal(MozillaVersion version, MozillaVersion wanted) {
        return switch (version) {
            case ExactVersion exact -> compare(exact, wanted) == 0;
            case GlobVersion glob ->
                switch (wanted) {
                    case ExactVersion other -> glob.isWrittenBeginningOf(other);
                    case GlobVersion other -> glob.isWrittenBeginningOf(other);
                };
        };
    }

    /**
     * Returns whether a version matches a pattern.
     *
     * <p>Either comparison suffices: by number, {@code 80.0.*} matches {@code 80.0}, which is
     * written without a third number; by string prefix, {@code 70.*} matches {@code 70.0a1}, which
     * by number is below it.
     */
    static boolean matches(MozillaVersion version, MozillaVersion pattern) {
        return equal(version, pattern) || equal(pattern, version);
    }
}
