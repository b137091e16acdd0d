// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.io.Serial;

/** Signals a request that OAuth 2.0 rejects. */
final class OAuthException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Creates an exception.
     *
     * @param code error code of RFC 6749
     */
    OAuthException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
