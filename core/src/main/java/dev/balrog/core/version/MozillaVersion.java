// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

/** A version of a Mozilla application: one exact version, or all versions that begin alike. */
public sealed interface MozillaVersion extends Version permits ExactVersion, GlobVersion {

    /**
     * Orders two versions. A glob is equal to the versions that it stands for, but above those of them that have a
     * prerelease tag.
     *
     * @return negative, zero or positive, as {@link Comparable#compareTo}; no total order where globs take part
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

    /** Whether a version is the wanted one: by number for an exact version, by what is written for a glob. */
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
     * Whether a version is one of those that the pattern stands for.
     *
     * <p>Either way of comparing may say so: by numbers {@code 80.0.*} stands for {@code 80.0}, which is not written
     * with a third number; as it is written {@code 70.*} stands for {@code 70.0a1}, which by number is below it.
     */
    static boolean matches(MozillaVersion version, MozillaVersion pattern) {
        return equal(version, pattern) || equal(pattern, version);
    }
}
