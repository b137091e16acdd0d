// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

/** Response of the issuer without a token. */
public final class TokenException extends ClientException {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
        super(message);
    }
}
