// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

/** Signals that a stored release has no known format, or lacks data that its format requires. */
public final class InvalidReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidReleaseException(String message) {
        super(message);
    }

    public InvalidReleaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
