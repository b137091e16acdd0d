// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

/** A stored release that is of no known format, or that lacks what its format cannot do without. */
public final class InvalidReleaseException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidReleaseException(String message) {
        super(message);
    }

    public InvalidReleaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
