// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.version;

import dev.balrog.core.BadDataException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version that an administrator has pinned a client to: {@code 100.} for all of 100, or
 * {@code 100.2.} for all of 100.2. It is equal to every version that it matches, below later and
 * above earlier ones.
 *
 * @param major first number
 * @param minor second number; {@link GlobVersion#ANY} where the pin has none
 */
public record PinVersion(long major, long minor) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.(?:([0-9]{1,18})\\.)?\\n?");

    /**
     * Parses a pin.
     *
     * @throws BadDataException when it is not one or two numbers, each followed by a dot
     */
    public static PinVersion parse(String pin) {
        Matcher form = FORM.matcher(pin);
        if (!form.matches()) {
            throw new BadDataException("Version Pin String '" + pin + "' is invalid.");
        }
        String minor = form.group(2);
        return new PinVersion(Long.parseLong(form.group(1)), minor == null ? GlobVersion.ANY : Long.parseLong(minor));
    }

    /** Returns whether the version is later than all versions that the pin matches. */
    public boolean isBefore(MozillaVersion version) {
        return switch (version) {
            case ExactVersion exact -> isBefore(exact.major(), exact.minor());
            case GlobVersion glob -> isBefore(glob.major(), glob.minor());
        };
    }

    private boolean isBefore(long otherMajor, long otherMinor) {
        return major < otherMajor || (major == otherMajor && minor != GlobVersion.ANY && minor < otherMinor);
    }

    /** Returns the pin in the form in which pinnable releases are stored. */
    @Override
    public String toString() {
        return minor == GlobVersion.ANY ? major + "." : major + "." + minor + ".";
    }
}
