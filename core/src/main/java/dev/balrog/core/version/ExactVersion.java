// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import java.util.Comparator;

/**
 * Exact version of a Mozilla application, such as {@code 3.6.3plugin1}, {@code 60.0} or
 * {@code 62.0a1}.
 *
 * <p>A version with a prerelease tag is below the same version without one; of the tag, only its
 * first letter and its number are compared.
 *
 * @param major first number; numbers beyond 18 digits count as {@link Long#MAX_VALUE}
 * @param minor second number
 * @param patch third number, 0 where the version has none
 * @param prereleaseTag first letter of the tag; {@link #RELEASED} for none
 * @param prereleaseNumber number after the tag, 0 for none
 */
public record ExactVersion(long major, long minor, long patch, char prereleaseTag, long prereleaseNumber)
        implements MozillaVersion, Comparable<ExactVersion> {

    /** Value for no prerelease tag, which sorts after all letters. */
    static final char RELEASED = Character.MAX_VALUE;

    private static final Comparator<ExactVersion> ORDER = Comparator.comparingLong(ExactVersion::major)
            .thenComparingLong(ExactVersion::minor)
            .thenComparingLong(ExactVersion::patch)
            .thenComparingInt(ExactVersion::prereleaseTag)
            .thenComparingLong(ExactVersion::prereleaseNumber);

    /** Returns whether the version has a prerelease tag. */
    public boolean isPrerelease() {
        return prereleaseTag != RELEASED;
    }

    @Override
    public int compareTo(ExactVersion other) {
        return ORDER.compare(this, other);
    }
}
