// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client;

/** The issuer answered, but with no token. */
public final class TokenException extends ClientException {
    private static final long serialVersionUID = 1L;

    TokenException(String message) {
        super(message);
    }
}
