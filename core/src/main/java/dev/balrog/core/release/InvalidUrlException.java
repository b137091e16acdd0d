// SPDX-License-Identifier: MPL-2.0
package dev.balrog.core.release;

/** Signals that a string is no URL that clients may download from, whatever its host. */
public final class InvalidUrlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean hasHost;

    InvalidUrlException(String message, boolean hasHost) {
        super(message);
        this.hasHost = hasHost;
    }

    /** Returns whether the string has a scheme and a host. */
    public boolean hasHost() {
        return hasHost;
    }
}
