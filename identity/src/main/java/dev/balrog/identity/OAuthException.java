// SPDX-License-Identifier: MPL-2.0
package dev.balrog.identity;

import java.io.Serial;

/** A request that breaks the rules of OAuth 2.0. */
final class OAuthException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * Says what is wrong.
     *
     * @param code one of the error codes of RFC 6749
     */
    OAuthException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
