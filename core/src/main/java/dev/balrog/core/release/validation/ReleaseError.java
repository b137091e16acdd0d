// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/**
 * Validation error of a release.
 *
 * @param path location in the release, as a JSON Pointer (RFC 6901); empty for the whole release
 * @param message error message of one line
 */
public record ReleaseError(String path, String message) {
    /** Creates an error of the whole release. */
    public static ReleaseError ofAll(String message) {
        return new ReleaseError("", message);
    }
}
