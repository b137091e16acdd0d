// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

/**
 * Versions with a common prefix, such as {@code 60.*} or {@code 60.1.*}.
 *
 * @param major first number
 * @param minor second number; {@link #ANY} where the glob has none
 * @param text the glob as a string
 */
public record GlobVersion(long major, long minor, String text) implements MozillaVersion {

    /** Wildcard in place of the second number. */
    static final long ANY = -1;

    /** Orders the glob and an exact version; see {@link MozillaVersion#compare}. */
    int compareTo(ExactVersion exact) {
        int order = compareNumbers(exact.major(), exact.minor());
        return order == 0 && exact.isPrerelease() ? 1 : order;
    }

    /** Orders two globs by the numbers that this one has. */
    int compareTo(GlobVersion other) {
        return compareNumbers(other.major, other.minor);
    }

    private int compareNumbers(long otherMajor, long otherMinor) {
        int order = Long.compare(major, otherMajor);
        return order != 0 || minor == ANY ? order : Long.compare(minor, otherMinor);
    }

    /**
     * Returns whether the version, written in its shortest form, begins with the prefix of the
     * glob.
     */
    boolean isWrittenBeginningOf(ExactVersion version) {
        boolean begins = compareNumbers(version.major(), version.minor()) == 0;
        boolean goesOn = minor == ANY || version.patch() != 0;
        return begins && goesOn && stem().equals(minor == ANY ? major + "." : major + "." + minor + ".");
    }

    /** Returns whether the other glob, as written, begins with the prefix of this one. */
    boolean isWrittenBeginningOf(GlobVersion other) {
        return other.text.startsWith(stem());
    }

    private String stem() {
        return text.substring(0, text.length() - 1);
    }
}
