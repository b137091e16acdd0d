// SPDX-License-Identifier: MPL-2.0
package dev.balrog.client.error;

/**
 * Missing response of the server or of the token issuer. The request may or may not have been
 * executed.
 */
public final class UnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
