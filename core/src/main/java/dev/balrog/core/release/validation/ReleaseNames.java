// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

import java.util.Optional;

/** Validates the names of new releases. */
public final class ReleaseNames {
    /**
     * Separator of the name of a release and the path of a part, in the revision history of the
     * part.
     */
    private static final String PART_SEPARATOR = "-.";

    private ReleaseNames() {}

    /**
     * Returns the error of a name; empty when the name is valid.
     *
     * <p>In every mode, a name must not be that of a part of another release: the revisions of both
     * would share one history.
     */
    public static Optional<ReleaseError> fault(String name, ContentChecks checks) {
        if (name.contains(PART_SEPARATOR)) {
            return fault("contains \"" + PART_SEPARATOR + "\", which is reserved for the history of split releases");
        }
        if (checks == ContentChecks.COMPATIBLE) {
            return Optional.empty();
        }
        if (name.isBlank() || !name.strip().equals(name)) {
            return fault("begins or ends with whitespace, or is empty");
        }
        if (name.codePoints().anyMatch(ReleaseNames::isForbidden)) {
            return fault("contains a slash, a backslash or an unprintable character");
        }
        return name.contains("..") ? fault("contains two consecutive dots") : Optional.empty();
    }

    private static Optional<ReleaseError> fault(String message) {
        return Optional.of(new ReleaseError("/name", "name: " + message));
    }

    private static boolean isForbidden(int c) {
        int type = Character.getType(c);
        return c == '/'
                || c == '\\'
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED
                || type == Character.PRIVATE_USE;
    }
}
