// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import java.util.Comparator;

/**
 * One exact version of a Mozilla application, such as {@code 3.6.3plugin1}, {@code 60.0} or {@code 62.0a1}.
 *
 * <p>A version with a prerelease tag is below the same version without one; of the tag, its first letter and its number
 * count.
 *
 * @param major first number; numbers beyond 18 digits count as {@link Long#MAX_VALUE}
 * @param minor second number
 * @param patch third number, 0 where the version has none
 * @param prereleaseTag first letter of the tag; {@link #RELEASED} for none
 * @param prereleaseNumber number behind the tag, 0 for none
 */
public record ExactVersion(long major, long minor, long patch, char prereleaseTag, long prereleaseNumber)
        implements MozillaVersion, Comparable<ExactVersion> {

    /** Stands for "no prerelease tag", and sorts behind all letters. */
    static final char RELEASED = Character.MAX_VALUE;

    private static final Comparator<ExactVersion> ORDER = Comparator.comparingLong(ExactVersion::major)
            .thenComparingLong(ExactVersion::minor)
            .thenComparingLong(ExactVersion::patch)
            .thenComparingInt(ExactVersion::prereleaseTag)
            .thenComparingLong(ExactVersion::prereleaseNumber);

    /** Whether the version has a prerelease tag. */
    public boolean isPrerelease() {
        return prereleaseTag != RELEASED;
    }

    @Override
    public int compareTo(ExactVersion other) {
        return ORDER.compare(this, other);
    }
}
