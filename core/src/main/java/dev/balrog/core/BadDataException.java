// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core;

/**
 * The request cannot be answered because of data in it, or in the rule or release that it meets, such as a version
 * that is no version. Answered with status 400 and this message; never the sign of a programming error.
 */
public final class BadDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadDataException(String message) {
        // A client can cause this as often as it likes, so no stack trace is taken.
        super(message, null, false, false);
    }
}
