// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release.validation;

/**
 * One thing that is wrong with a release.
 *
 * @param path where in its data, as a JSON pointer (RFC 6901); empty for all of it
 * @param message what is wrong there, in one line
 */
public record ReleaseError(String path, String message) {
    /** Something that is wrong with a release as a whole. */
    public static ReleaseError ofAll(String message) {
        return new ReleaseError("", message);
    }
}
