// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import java.io.Serial;

/**
 * Signals that a request can't be authenticated, or its user is unknown. The message may be shown
 * to the client.
 */
public final class UnauthenticatedException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean unknownUser;

    private UnauthenticatedException(String message, boolean unknownUser) {
        super(message);
        this.unknownUser = unknownUser;
    }

    static UnauthenticatedException badToken(String message) {
        return new UnauthenticatedException(message, false);
    }

    static UnauthenticatedException unknownUser() {
        return new UnauthenticatedException("Authorization Required", true);
    }

    /**
     * Returns whether the token is valid but its user unknown, so that another token would not
     * help.
     */
    public boolean isUnknownUser() {
        return unknownUser;
    }
}
