// SPDX-License-Identifier: MPL-2.0
package dev.balrog.auth;

import java.io.Serial;

/** It can't be said who it is, or it is nobody who is known here. The message is fit to be shown to the caller. */
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

    /** Whether the token is good, but its owner is not known here: another token would not help. */
    public boolean isUnknownUser() {
        return unknownUser;
    }
}
